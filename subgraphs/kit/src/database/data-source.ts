import type { Pool } from 'pg';
import { DataSource, type EntityTarget, type ObjectLiteral } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver';
import type { Logger } from '../log/logger';
import { watchPool } from '../observe/metrics';
import { checkFence } from './fence';

export interface DatabaseOptions {
  /** `postgres://<schema>_app:…@host:port/database`: the role of requests, which cannot bypass row-level security. */
  readonly url: string;
  readonly schema: string;
  readonly entities: readonly EntityTarget<ObjectLiteral>[];
  readonly log: Logger;
  readonly poolSize?: number;
}

/**
 * Opens a subgraph's database, and refuses it when the fence around its tenants has a gap.
 *
 * @throws FenceError
 */
export async function openDatabase(options: DatabaseOptions): Promise<DataSource> {
  const { url, schema, entities, log, poolSize = 8 } = options;
  const dataSource: DataSource = new DataSource({
    type: 'postgres',
    url,
    schema,
    entities: entities as never,
    synchronize: false,
    logging: false,
    poolSize,
    applicationName: `dezky-${schema}`,
    connectTimeoutMS: 10_000,
    // A connection that breaks while idle would end the process without a handler; the pool opens another.
    // While we close it ourselves there is nothing to tell.
    poolErrorHandler: (error: Error) => {
      if (dataSource.isInitialized) log.warn({ err: error }, 'a database connection was lost');
    },
  });
  await dataSource.initialize();
  watchPool(schema, (dataSource.driver as PostgresDriver).master as Pool);
  try {
    await checkFence(dataSource, schema);
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
  return dataSource;
}

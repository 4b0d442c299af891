import type { PoolClient } from 'pg';
import type { DataSource, EntityManager } from 'typeorm';
import type { PostgresQueryRunner } from 'typeorm/driver/postgres/PostgresQueryRunner';
import type { Reach } from '../context/reach';

/** A database handle that is inside a fenced transaction. Repositories take it as their first argument. */
export type Db = EntityManager;

/**
 * The only way to a subgraph's rows: one short transaction under the tenants of a reach.
 * Row-level security reads them from the transaction-local setting `dezky.tenants`.
 */
export class Rows {
  constructor(private readonly dataSource: DataSource) {}

  /** Runs the work in one transaction; do not call a back end inside, the connection is held. */
  async in<T>(reach: Reach, work: (db: Db) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner() as PostgresQueryRunner;
    const client = (await runner.connect()) as PoolClient;
    try {
      // One message, so one round trip. The setting is checked by Reach: a multi-statement message takes no parameters.
      await client.query(`begin; select set_config('dezky.tenants', '${reach.setting}', true)`);
      // TypeORM's writes look at this flag to know that they are inside a transaction already.
      runner.isTransactionActive = true;
      const result = await work(runner.manager);
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      throw error;
    } finally {
      runner.isTransactionActive = false;
      await runner.release();
    }
  }
}

import { DataSource, type MigrationInterface } from 'typeorm';

/**
 * Runs a subgraph's migrations as the owner of its schema.
 *
 * @returns how many were run.
 */
export async function migrate(options: { ownerUrl: string; schema: string; migrations: readonly (new () => MigrationInterface)[] }): Promise<number> {
  const dataSource = new DataSource({
    type: 'postgres',
    url: options.ownerUrl,
    schema: options.schema,
    migrations: [...options.migrations],
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'each',
    poolSize: 1,
    applicationName: `dezky-${options.schema}-migrate`,
  });
  await dataSource.initialize();
  try {
    // Two processes that start together wait for each other here.
    await dataSource.query(`select pg_advisory_lock(hashtext('dezky.migrate'), hashtext($1))`, [options.schema]);
    return (await dataSource.runMigrations()).length;
  } finally {
    await dataSource.destroy();
  }
}

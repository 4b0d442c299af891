import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '@dezky/kit/database/migrate';
import { prepareSchema } from '@dezky/kit/database/prepare';
import { Client } from 'pg';
import type { MigrationInterface } from 'typeorm';
import { EmbeddedPostgres } from './embedded-postgres';
import { freePort } from './free-port';

/** A database server of a spec's own with one part's schema and roles in it. Stop it in `afterAll`. */
export interface FreshDatabase {
  /** As a superuser, as the schema's owner, or as the role of requests. */
  url(role?: 'owner' | 'app'): string;
  /** Runs SQL on a connection of its own. */
  sql<Row extends object>(text: string, values?: unknown[], role?: 'owner' | 'app'): Promise<Row[]>;
  stop(): Promise<void>;
}

export async function freshDatabase(schema: string, migrations: readonly (new () => MigrationInterface)[] = []): Promise<FreshDatabase> {
  const directory = mkdtempSync(join(tmpdir(), `dezky-${schema}-`));
  const server = await EmbeddedPostgres.start({ directory, port: await freePort(), password: 'admin', durable: false });
  const url = (role?: 'owner' | 'app'): string => (role ? server.url(`${schema}_${role}`, role) : server.url());
  const connected = async <T>(address: string, work: (client: Client) => Promise<T>): Promise<T> => {
    const client = new Client({ connectionString: address });
    await client.connect();
    return work(client).finally(() => client.end());
  };
  await connected(url(), (client) => prepareSchema(client, { schema, ownerPassword: 'owner', appPassword: 'app' }));
  if (migrations.length > 0) await migrate({ ownerUrl: url('owner'), schema, migrations });
  return {
    url,
    sql: (text, values = [], role) => connected(url(role), async (client) => (await client.query(text, values)).rows as never),
    stop: async () => {
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

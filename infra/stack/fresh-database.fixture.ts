import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '@dezky/kit/database/migrate';
import { prepareSchema } from '@dezky/kit/database/prepare';
import { createLogger } from '@dezky/kit/log/logger';
import { prepareWorkflowSchema } from '@dezky/kit/workflow/workflow-engine';
import { Client, Pool } from 'pg';
import type { MigrationInterface } from 'typeorm';
import { EmbeddedPostgres } from './embedded-postgres';
import { freePort } from './free-port';
import { discard, madeOnce } from './made-once.fixture';

/** A database server of a spec's own with one part's schema and roles in it. Stop it in `afterAll`. */
export interface FreshDatabase {
  /** As a superuser, as the schema's owner, as the role of requests, or as the owner of the workflow engine's schema. */
  url(role?: 'owner' | 'app' | 'workflow'): string;
  /** Runs SQL on a connection that is kept for the next. */
  sql<Row extends object>(text: string, values?: unknown[], role?: 'owner' | 'app'): Promise<Row[]>;
  stop(): Promise<void>;
}

export interface FreshDatabaseOptions {
  readonly migrations?: readonly (new () => MigrationInterface)[];
  /** With the schema of the workflow engine beside the part's own. */
  readonly workflows?: boolean;
}

export async function freshDatabase(schema: string, { migrations = [], workflows = false }: FreshDatabaseOptions = {}): Promise<FreshDatabase> {
  const directory = mkdtempSync(join(tmpdir(), `dezky-${schema}-`));
  const start = async (folder: string): Promise<EmbeddedPostgres> => EmbeddedPostgres.start({ directory: folder, port: await freePort(), password: 'admin', durable: false });
  await madeOnce(['database', schema, ...(workflows ? ['workflow'] : []), migrations.length, migrations.at(-1)?.name].join('-'), directory, async (folder) => {
    const server = await start(folder);
    await prepare(server, schema, migrations, workflows).finally(() => server.stop());
  });
  const server = await start(directory);
  const url: FreshDatabase['url'] = (role) => urlOf(server, schema, role);
  const pools = new Map<string, Pool>();
  const poolOf = (address: string): Pool => {
    // The server that stops at the end may end a connection before it has closed itself.
    const pool = pools.get(address) ?? new Pool({ connectionString: address, max: 4 }).on('error', () => undefined);
    pools.set(address, pool);
    return pool;
  };
  return {
    url,
    sql: async (text, values = [], role) => (await poolOf(url(role)).query(text, values)).rows as never,
    stop: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.end()));
      await server.stop();
      await discard(directory);
    },
  };
}

async function prepare(server: EmbeddedPostgres, schema: string, migrations: readonly (new () => MigrationInterface)[], workflows: boolean): Promise<void> {
  await connected(server.url(), async (client) => {
    await client.query('create extension if not exists btree_gist with schema public');
    await prepareSchema(client, { schema, ownerPassword: 'owner', appPassword: 'app' });
    if (workflows) await prepareSchema(client, { schema: 'workflow', ownerPassword: 'owner', appPassword: 'app', mayCreateSchemas: true });
  });
  if (workflows) await prepareWorkflowSchema(urlOf(server, schema, 'workflow'), [schema], createLogger({ name: 'prepare', level: 'silent' }));
  if (migrations.length > 0) await migrate({ ownerUrl: urlOf(server, schema, 'owner'), schema, migrations });
}

function urlOf(server: EmbeddedPostgres, schema: string, role?: 'owner' | 'app' | 'workflow'): string {
  if (role === 'workflow') return server.url('workflow_owner', 'owner');
  return role ? server.url(`${schema}_${role}`, role) : server.url();
}

async function connected<T>(address: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: address });
  await client.connect();
  return work(client).finally(() => client.end());
}

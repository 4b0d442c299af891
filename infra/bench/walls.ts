import 'reflect-metadata';
import { type Payer } from '@dezky/gateway/budget/budget';
import { MemoryBuckets } from '@dezky/gateway/budget/memory-buckets';
import { GraphqlServer } from '@dezky/gateway/federation/graphql-server';
import { IdempotencyKeys } from '@dezky/kit/idempotency/idempotency-keys';
import { createLogger } from '@dezky/kit/log/logger';
import { actorOf } from '@dezky/stack/found-tenant';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { startBenchStack } from './bench-stack';
import type { Figure } from './gateways';
import { addMembers } from './page-costs';

const dashboard = `query Dashboard { tenant(slug: "walls") {
  id seats { used limit } members(first: 20) { edges { node { id displayName role status user { email } mailbox { address state } drive { name state } } } }
  domains { id name status recordsToFix } bookingPages { id title url } auditLog(first: 8) { edges { node { id at outcome summary actor { kind name } } } }
} }`;

/** Runs of each way, taken in turns, so that a slow moment of the machine falls on all of them. */
const rounds = 250;

/**
 * What the walls cost: the same operation through the door and behind it (without HTTP, authentication, budget and the limits of the
 * route), and each with row-level security as it is and switched off in the database, which nothing in the product can do.
 */
export async function measureWalls(root: string): Promise<Figure[]> {
  const stack = await startBenchStack(root);
  const buckets = new MemoryBuckets();
  const server = await GraphqlServer.start({
    supergraphSdl: readFileSync(join(root, 'schema', 'supergraph.graphql'), 'utf8'),
    transport: stack.transport,
    keys: new IdempotencyKeys(() => Promise.reject(new Error('Nothing sends a key here.')), 'gateway', stack.secrets.encryptionKey),
    budgets: { take: (payer: Payer, cost: number) => Promise.resolve(buckets.take(payer, cost)), settle: () => undefined },
    log: createLogger({ name: 'bench', level: 'silent' }),
  });
  const client = new Client({ connectionString: stack.databaseUrl() });
  try {
    await client.connect();
    const tenant = await stack.newTenant('walls');
    await addMembers(stack, tenant.slug, 1_000);
    const [token, actor] = [await stack.tokenOf(tenant.email('admin')), await actorOf(stack, tenant.email('admin'))];
    if (!actor) throw new Error('The admin is a stranger.');
    const through = (): Promise<unknown> => stack.ask(token, dashboard);
    const payer: Payer = { kind: 'user', key: 'bench', bucket: { capacity: Number.MAX_SAFE_INTEGER, perSecond: 1_000_000 } };
    const behind = async (): Promise<void> => {
      const context = { actorToken: await stack.gatewaySigner.sign(actor), requestId: 'bench', ipAddress: null, actorKind: 'bench', deadline: Date.now() + 60_000, payer };
      const { body } = await server.execute({ method: 'POST', headers: { 'content-type': 'application/json' }, search: '', body: { query: dashboard, variables: {} } }, context);
      if (body.includes('"errors"')) throw new Error(body.slice(0, 300));
    };
    const fenced = (await client.query<{ name: string }>(`select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relrowsecurity`)).rows.map(({ name }) => name);
    const fence = (on: boolean): Promise<unknown> => client.query(fenced.map((name) => `alter table ${name} ${on ? 'enable' : 'disable'} row level security`).join('; '));
    const times: Record<string, number[]> = { all: [], 'no-fence': [], 'no-door': [], 'no-door-no-fence': [] };
    const ways = [['all', true, through], ['no-door', true, behind], ['no-fence', false, through], ['no-door-no-fence', false, behind]] as const;
    for (const [, , ask] of ways) for (let warm = 0; warm < 30; warm += 1) await ask();
    for (let round = 0; round < rounds; round += 10) {
      for (const [name, on, ask] of ways) {
        await fence(on);
        for (let time = 0; time < 10; time += 1) {
          const startedAt = performance.now();
          await ask();
          times[name]?.push(performance.now() - startedAt);
        }
      }
    }
    await fence(true);
    const p50 = (name: string): number => (times[name] ?? []).sort((one, other) => one - other)[rounds / 2] ?? 0;
    const all = p50('all');
    return Object.keys(times).map((name) => ({ name: `walls.${name}.p50`, value: Math.round(p50(name) * 100) / 100, unit: 'ms', ratio: p50(name) / all, comparedWith: 'everything on' }));
  } finally {
    await client.end();
    await server.stop();
    await stack.stop();
  }
}

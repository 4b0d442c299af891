import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthentikClient } from '@dezky/identity/authentik/authentik-client';
import { createLogger } from '@dezky/kit/log/logger';
import { createStalwartClient } from '@dezky/mail/stalwart/stalwart-client';
import { fetchToken } from '@dezky/stack/fetch-token';
import { type DistributedStack, startDistributed } from '@dezky/stack/start-distributed';
import { createOcisClient } from '@dezky/storage/ocis/ocis-client';
import { Client } from 'pg';
import { type Figure, ample } from './gateways';

/** Of those, three in a hundred cannot be imported. */
const people = Number(process.env['BENCH_PEOPLE'] ?? 10_000);
const kills = Number(process.env['BENCH_KILLS'] ?? 5);
const atOnce = 12;

interface Counts {
  readonly create: number;
  readonly conflict: number;
  readonly done: number;
  readonly failed: number;
  readonly pending: number;
}

/** An import whose processes are killed on the way, beside the same calls to the same back ends made bare. */
export async function measureImport(root: string): Promise<Figure[]> {
  const home = mkdtempSync(join(tmpdir(), 'dezky-bench-'));
  const stack = await startDistributed({ home, port: 0, root, replicas: 1, demo: true, log: createLogger({ name: 'bench', level: 'silent' }), environment: { ...ample, LOG_LEVEL: 'error', NODE_ENV: 'production' } });
  try {
    const bare = await bareCalls(stack, Math.min(people, 300));
    const imported = await killedImport(stack);
    return [
      { name: 'import.rows', value: Math.round(imported.perSecond * 100) / 100, unit: `/s of ${people}, killed ${kills} times`, ratio: imported.perSecond / bare, comparedWith: 'bare calls' },
      { name: 'import.bare', value: Math.round(bare * 100) / 100, unit: '/s' },
      { name: 'import.doubles', value: imported.doubles, unit: 'accounts' },
      { name: 'import.lost', value: imported.lost, unit: 'people' },
    ];
  } finally {
    await stack.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

/** @returns people a second: created, given a password and read back at each system. */
async function bareCalls({ places, secrets, ground }: DistributedStack, count: number): Promise<number> {
  const ocisTokens = ground.sandboxes?.ocis.signIn('admin');
  let refreshToken = ocisTokens?.refreshToken ?? '';
  const authentik = createAuthentikClient({ url: places.authentikUrl, token: secrets.authentikToken });
  const stalwart = createStalwartClient({ url: places.stalwartUrl, authorization: `Bearer ${secrets.stalwartApiKey}` });
  const ocis = createOcisClient({ url: places.ocisUrl, issuer: places.ocisIssuer, clientId: places.ocisClientId, credentialStore: { load: async () => refreshToken, save: async (newest) => void (refreshToken = newest) } });
  const domain = await stalwart.ensureDomain('bare.test');
  const one = async (index: number): Promise<void> => {
    const address = `bare${index}@bare.test`;
    const account = await authentik.ensureAccount({ username: address, email: address, displayName: `Bare ${index}`, key: address });
    await authentik.setPassword(account.pk, 'bare-mail-calls-9x');
    await authentik.findAccount(address);
    const mailbox = async (): Promise<void> => {
      const { id } = await stalwart.ensureMailbox({ localPart: `bare${index}`, domainId: domain.id, displayName: `Bare ${index}`, password: 'bare-mail-calls-9x' });
      await stalwart.getMailboxes([id]);
    };
    const drive = async (): Promise<void> => void (await ocis.getAccount((await ocis.ensureAccount({ username: address, displayName: `Bare ${index}`, mail: address })).id));
    await Promise.all([mailbox(), drive()]);
  };
  const startedAt = performance.now();
  let next = 0;
  await Promise.all(Array.from({ length: atOnce }, async () => {
    while (next < count) await one((next += 1));
  }));
  const perSecond = count / ((performance.now() - startedAt) / 1_000);
  await Promise.all([authentik.close(), stalwart.close(), ocis.close()]);
  return perSecond;
}

async function killedImport(stack: DistributedStack): Promise<{ perSecond: number; doubles: number; lost: number }> {
  const client = new Client({ connectionString: stack.ground.databaseUrl() });
  await client.connect();
  const { rows } = await client.query<{ id: string }>(`update identity.tenants set seat_limit = null where slug = 'acme' returning id`);
  const tenantId = rows[0]?.id ?? '';
  const token = await fetchToken({ authentikUrl: stack.places.authentikUrl, portalUrl: stack.url }, 'admin@acme.test', stack.secrets.accounts['admin@acme.test'] ?? '');
  const authorization = `Bearer ${token}`;
  const bad = (index: number): string => [`=cmd,Evil ${index}`, `two words@acme.test,Words ${index}`, `person1@acme.test,Again ${index}`][index % 3] ?? '';
  const lines = Array.from({ length: people }, (_, index) => (index % 100 >= 97 ? bad(index) : `person${index}@acme.test,Person ${index}`));
  const uploaded = await fetch(`${stack.url}/imports/members?tenant=${tenantId}`, { method: 'POST', headers: { authorization, 'content-type': 'text/csv' }, body: `email,name\n${lines.join('\n')}\n` });
  const { importId } = (await uploaded.json()) as { importId: string };
  // Access tokens live for minutes, imports for longer: what is read here is read from the tables.
  const counts = async (): Promise<Counts & { state: string }> =>
    (await client.query<Counts & { state: string }>(
      `select i.state, count(*) filter (where r.action = 'CREATE')::int as create, count(*) filter (where r.action = 'CONFLICT')::int as conflict, count(*) filter (where r.state = 'DONE')::int as done,
              count(*) filter (where r.state = 'FAILED')::int as failed, count(*) filter (where r.state = 'PENDING' and r.action = 'CREATE')::int as pending
         from identity.member_imports i join identity.member_import_rows r on r.import_id = i.id where i.id = $1 group by i.state`,
      [importId],
    )).rows[0] as Counts & { state: string };
  await fetch(`${stack.url}/graphql`, { method: 'POST', headers: { authorization, 'content-type': 'application/json' }, body: JSON.stringify({ query: `mutation ($id: ID!) { startMemberImport(input: { importId: $id }) { __typename } }`, variables: { id: importId } }) });
  const startedAt = performance.now();
  let killed = 0;
  let now = await counts();
  for (; now.state === 'RUNNING'; now = await counts()) {
    if (killed < kills && now.done >= ((killed + 1) * now.create) / (kills + 1)) {
      killed += 1;
      // All that may be at work on it: the part that answers and its worker.
      await Promise.all(stack.processes.filter(({ name }) => /^identity/.test(name)).map((one) => one.restart('SIGKILL')));
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  const perSecond = now.done / ((performance.now() - startedAt) / 1_000);
  await client.end();
  const sandboxes = stack.ground.sandboxes;
  const ours = /^person\d+@acme\.test$/;
  const systems = [sandboxes?.authentik.accounts().map(({ username }) => username), sandboxes?.stalwart.mailboxes().map(({ address }) => address), sandboxes?.ocis.drives().map(({ username }) => username)].map((names) => (names ?? []).filter((name) => ours.test(name)));
  const doubles = systems.reduce((sum, names) => sum + names.length - new Set(names).size, 0);
  const lost = systems.reduce((most, names) => Math.max(most, now.create - new Set(names).size), 0);
  return { perSecond, doubles, lost };
}

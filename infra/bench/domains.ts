import 'reflect-metadata';
import { openDatabase } from '@dezky/kit/database/data-source';
import { Rows } from '@dezky/kit/database/rows';
import { createLogger } from '@dezky/kit/log/logger';
import { nameServers } from '@dezky/mail/dns/examination';
import type { DnsType } from '@dezky/mail/dns/dns-record';
import { queryServer } from '@dezky/mail/dns/query-server';
import { readServer } from '@dezky/mail/dns/resolve-records';
import { Slots } from '@dezky/mail/dns/slots';
import { WatchDomains } from '@dezky/mail/domain/watch-domains/watch-domains';
import { mailEntities } from '@dezky/mail/mail-subgraph';
import { Client } from 'pg';
import { type BenchStack, startBenchStack } from './bench-stack';
import type { Figure } from './gateways';
import { countStatements } from './page-costs';

const fields = `domains { id name isPrimary status recordsToFix checkedAt createdAt workflow { id state } records { kind type host value required state found advice propagatesAt } }`;

const rechecked = 1_000;
/** Questions on the way at once, on both sides alike. */
const parallel = 200;

/** A recheck of 1,000 domains beside the bare questions, and the domains page at 3 and at 300 domains. */
export async function measureDomains(root: string): Promise<Figure[]> {
  const stack = await startBenchStack(root);
  const client = new Client({ connectionString: stack.databaseUrl() });
  await client.connect();
  try {
    return [...(await domainsPage(stack, client)), ...(await recheck(stack, client))];
  } finally {
    await client.end();
    await stack.stop();
  }
}

/**
 * Copies of a tenant's first domain and its records, as rows: what is measured reads them and asks for them.
 */
async function addDomains(client: Client, slug: string, prefix: string, count: number): Promise<void> {
  const values = [slug, prefix, count];
  const [first, copies] = ['mail.domains d join identity.tenants t on t.id = d.tenant_id and t.slug = $1 and d.is_primary', 'cross join generate_series(1, $3::int) n'];
  await client.query(
    `insert into mail.domains (id, tenant_id, name, is_primary, status, challenge_token, dmarc_policy, strict_spf, checked_at, next_check_at)
     select $2::text || n, d.tenant_id, $2::text || n || '.test', false, 'VERIFIED', d.challenge_token, d.dmarc_policy, d.strict_spf, now(), 'infinity' from ${first} ${copies}`,
    values,
  );
  await client.query(
    `insert into mail.dns_records (id, tenant_id, domain_id, position, kind, type, host, value, required, state, found)
     select $2::text || n || '-' || r.position, r.tenant_id, $2::text || n, r.position, r.kind, r.type, left(r.host, length(r.host) - length(d.name)) || $2::text || n || '.test', r.value, r.required, 'OK', r.found
     from ${first} join mail.dns_records r on r.domain_id = d.id ${copies}`,
    values,
  );
}

/** A tenant has 50 domains at the most, so the page is opened there; 300 are six such tenants, read together from the part that has them. */
async function domainsPage(stack: BenchStack, client: Client): Promise<Figure[]> {
  const ids: string[] = [];
  const sides: Side[] = [];
  for (const [slug, domains] of [['three', 3], ['fifty-0', 50], ['fifty-1', 50], ['fifty-2', 50], ['fifty-3', 50], ['fifty-4', 50], ['fifty-5', 50]] as const) {
    const tenant = await stack.newTenant(slug);
    await addDomains(client, slug, `${slug}-`, domains - 1);
    ids.push(String((await client.query<{ id: string }>('select id from identity.tenants where slug = $1', [slug])).rows[0]?.id));
    if (sides.length === 2) continue;
    const token = await stack.tokenOf(tenant.email('admin'));
    sides.push({ times: [], statements: Infinity, ask: () => stack.ask(token, `query Domains($slug: String!) { tenant(slug: $slug) { id ${fields} } }`, { slug }) });
  }
  const together = (tenantIds: readonly string[]): Side => ({
    times: [],
    statements: Infinity,
    ask: async () => {
      const { result } = await stack.peers.ask<{ result: { domains: unknown[] }[] }>('mail', `query ($of: [_Any!]!) { result: _entities(representations: $of) { ... on Tenant { ${fields} } } }`, { of: tenantIds.map((id) => ({ __typename: 'Tenant', id })) }, { tenantId: null, requestId: 'bench' });
      const found = result.reduce((sum, { domains }) => sum + domains.length, 0);
      if (found !== (tenantIds.length === 1 ? 3 : 300)) throw new Error(`${found} domains were read.`);
    },
  });
  sides.push(together(ids.slice(0, 1)), together(ids.slice(1)));
  await client.query('analyze mail.domains, mail.dns_records');
  for (const side of sides) await measure(side);
  const [three, fifty, few, many] = sides.map(({ times, statements }) => ({ statements, p50: times.sort((one, other) => one - other)[Math.floor(times.length / 2)] ?? 0 }));
  if (!three || !fifty || !few || !many) throw new Error('Four sides are compared.');
  return [
    { name: 'domains-page.statements', value: fifty.statements, unit: 'at 50 domains, the most of a tenant', ratio: fifty.statements / three.statements, comparedWith: 'at 3' },
    { name: 'domains-page.p50', value: Math.round(fifty.p50 * 10) / 10, unit: 'ms at 50 domains', ratio: fifty.p50 / three.p50, comparedWith: 'at 3' },
    { name: 'domains-read.statements', value: many.statements, unit: 'at 300 domains of six tenants', ratio: many.statements / few.statements, comparedWith: 'at 3 of one' },
    { name: 'domains-read.p50', value: Math.round(many.p50 * 10) / 10, unit: 'ms at 300 domains', ratio: many.p50 / few.p50, comparedWith: 'at 3 of one' },
  ];
}

interface Side {
  readonly ask: () => Promise<unknown>;
  readonly times: number[];
  statements: number;
}

async function measure(side: Side): Promise<void> {
  for (let warm = 0; warm < 10; warm += 1) await side.ask();
  // What runs beside requests in this process can only add to the count; the least of some is the page's own.
  for (let time = 0; time < 20; time += 1) side.statements = Math.min(side.statements, (await countStatements(side.ask)).statements);
  for (let turn = 0; turn < 30; turn += 1) {
    const startedAt = performance.now();
    await side.ask();
    side.times.push(performance.now() - startedAt);
  }
}

async function recheck(stack: BenchStack, client: Client): Promise<Figure[]> {
  const { slug } = await stack.newTenant('thousand');
  await addDomains(client, slug, 'recheck-', rechecked);
  const { rows: records } = await client.query<{ name: string; host: string; type: DnsType; value: string }>(`select d.name, r.host, r.type, r.value from mail.dns_records r join mail.domains d on d.id = r.domain_id where d.id like 'recheck-%'`);
  const zones = new Map<string, string[]>();
  for (const { name, host, type, value } of records) zones.set(name, [...(zones.get(name) ?? []), `${host}. 300 IN ${type} ${type === 'TXT' ? (value.match(/.{1,255}/g) ?? []).map((part) => `"${part}"`).join(' ') : value}`]);
  for (const [name, lines] of zones) await fetch(`${stack.places.dnsControlUrl}/zones/${name}`, { method: 'PUT', body: lines.join('\n') });

  const server = readServer(stack.places.dnsAddress);
  const questions = [...new Set(records.map(({ host, type }) => `${type} ${host}`))].map((key) => key.split(' ') as [DnsType, string]);
  /** What has to be asked at the least: each name and type once, of the resolver and of the domain's own server. */
  const bare = async (): Promise<number> => {
    const slots = new Slots(parallel);
    const startedAt = performance.now();
    const answers = await Promise.all(questions.flatMap(([type, host]) => [true, false].map((recursion) => slots.run(() => queryServer(server, { host, type }, { recursion, timeoutMs: 5_000 })))));
    if (answers.some((answer) => 'silence' in answer)) throw new Error('A bare question stayed without an answer.');
    return performance.now() - startedAt;
  };

  const log = createLogger({ name: 'bench', level: 'silent' });
  const source = await openDatabase({ url: stack.databaseUrl('mail_app', stack.secrets.roles['mail']?.app ?? ''), schema: 'mail', entities: mailEntities, log });
  try {
    const watch = new WatchDomains(new Rows(source), nameServers({ resolvers: [stack.places.dnsAddress], authorityPort: server.port, parallel }), log);
    const whole = async (): Promise<number> => {
      const { rows } = await client.query<{ now: Date }>(`update mail.domains set next_check_at = now() where id like 'recheck-%' returning now()`);
      const startedAt = performance.now();
      await watch.checkDue();
      // The stack's own watch may have taken some of them; they count when they are done.
      const left = async (): Promise<number> => Number((await client.query(`select count(*) as n from mail.domains where id like 'recheck-%' and (checked_at < $1 or status <> 'VERIFIED')`, [rows[0]?.now])).rows[0]?.n);
      while ((await left()) > 0) await new Promise((resolve) => setTimeout(resolve, 20));
      return performance.now() - startedAt;
    };
    await bare();
    await whole();
    const [bareTimes, wholeTimes]: [number[], number[]] = [[], []];
    for (let turn = 0; turn < 3; turn += 1) {
      bareTimes.push(await bare());
      wholeTimes.push(await whole());
    }
    const [asking, checking] = [Math.min(...bareTimes), Math.min(...wholeTimes)];
    return [
      { name: 'recheck.bare-questions', value: Math.round(asking), unit: `ms for ${questions.length * 2} questions` },
      { name: 'recheck.1000-domains', value: Math.round(checking), unit: 'ms, judged and written', ratio: checking / asking, comparedWith: 'the bare questions in parallel' },
    ];
  } finally {
    await source.destroy();
  }
}

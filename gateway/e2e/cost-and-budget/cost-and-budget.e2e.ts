import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReportedCost } from '@dezky/gateway/limits/charge-operations';
import { RandomOperations, seeded } from '@dezky/gateway/cost/random-operations.fixture';
import { portalDocuments } from '@dezky/gateway/trusted-documents/portal-documents.generated';
import { type GraphqlAnswer, type TestStack, type TestTenant, startTestStack } from '@dezky/stack/test-stack.fixture';
import { buildSchema } from 'graphql';
import { Client } from 'pg';

const schema = buildSchema(readFileSync(join(__dirname, '..', '..', '..', 'schema', 'api.graphql'), 'utf8'));
const capacity = 5_000;

describe('cost and budget', () => {
  let stack: TestStack;
  let tenant: TestTenant;
  let owner: { token: string };
  let ids: { memberId: string; domainId: string; importId: string };
  beforeAll(async () => {
    // So slow that nothing to speak of is made good while a test runs.
    stack = await startTestStack({ environment: { BUDGET_USER: `${capacity}/1`, BUDGET_PUBLIC: '60/1' } });
    tenant = await stack.newTenant();
    owner = { token: await stack.tokenOf(tenant.email('owner')) };
    const { data } = await stack.graphql(owner, 'query ($slug: String!) { tenant(slug: $slug) { id owner { id } domains { id } } }', { slug: tenant.slug });
    const found = data?.['tenant'] as { id: string; owner: { id: string }; domains: { id: string }[] };
    const headers = { authorization: `Bearer ${owner.token}`, 'content-type': 'text/csv' };
    const upload = await fetch(`${stack.url}/imports/members?tenant=${found.id}&name=people.csv`, { method: 'POST', headers, body: 'address,name,phone\nada,Ada Lovelace,1234\nbo,Bo Ek,\n' });
    const { importId } = (await upload.json()) as { importId: string };
    ids = { memberId: found.owner.id, domainId: found.domains[0]?.id ?? '', importId };
  }, 120_000);
  afterAll(() => stack.stop());

  const costOf = ({ text }: GraphqlAnswer): ReportedCost => (JSON.parse(text) as { extensions: { cost: ReportedCost } }).extensions.cost;
  const database = async (text: string): Promise<void> => {
    const client = new Client({ connectionString: stack.databaseUrl() });
    await client.connect();
    await client.query(text);
    await client.end();
  };
  const refill = (): Promise<void> => database('delete from gateway.budgets');
  beforeEach(refill);

  it('is told with every answer, in numbers and in headers', async () => {
    const answer = await stack.graphql(owner, 'query ($slug: String!) { tenant(slug: $slug) { members(first: 10) { edges { node { user { email } } } totalCount } } }', { slug: tenant.slug });
    expect(costOf(answer)).toEqual({ requested: 1 + 1 + 10 * 3 + 5, actual: 1 + 1 + 3 * 3 + 5, limit: 5_000, remaining: capacity - 16 });
    expect(answer.headers.get('ratelimit-policy')).toBe(`"user";q=${capacity};qu="cost";w=${capacity}`);
    expect(answer.headers.get('ratelimit')).toBe(`"user";r=${capacity - 16};t=16`);
  });

  it('refuses what can cost too much before anything is asked', async () => {
    const answer = await stack.graphql(owner, '{ tenants(first: 100) { edges { node { members(first: 100) { edges { node { id } } } } } } }');
    expect([answer.status, answer.errors[0]?.extensions]).toEqual([400, { code: 'QUERY_TOO_COSTLY', cost: { requested: 1 + 100 * (1 + 1 + 1 + 100 * 2), limit: 5_000 } }]);
    expect(answer.data).toBeNull();
  });

  it('refuses who has spent all, says when to come back, and takes nothing for it', async () => {
    const query = '{ viewer { memberships { tenant { members(first: 100) { edges { node { id } } } } } } }';
    const requested = 1 + 20 * (1 + 1 + 1 + 100 * 2);
    const answers = [await stack.graphql(owner, query), await stack.graphql(owner, query)];
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    await database(`update gateway.budgets set level = ${capacity - requested + 100}`);
    const refused = await stack.graphql(owner, query);
    expect([refused.status, refused.data, refused.errors[0]?.extensions]).toEqual([429, null, { code: 'RATE_LIMITED', retryInSeconds: expect.any(Number) as number }]);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(90);
    expect(refused.headers.get('ratelimit')).toMatch(/^"user";r=\d+;t=\d+$/);
    // A small one still fits, and others are not concerned.
    expect((await stack.graphql(owner, '{ viewer { isOperator } }')).status).toBe(200);
    expect((await stack.graphql({ token: await stack.tokenOf(tenant.email('admin')) }, query)).status).toBe(200);
  });

  it('counts for a person, by whatever way they come', async () => {
    const { cookie } = await stack.signIn(tenant.email('member'));
    const token = await stack.tokenOf(tenant.email('member'));
    const first = costOf(await stack.graphql({ cookie }, { portal: 'Viewer' }));
    const second = costOf(await stack.graphql({ token }, '{ viewer { isOperator } }'));
    expect(second.remaining).toBe(first.remaining - 1);
  });

  it('does not give nonsense away: who sends nothing else is turned away as well', async () => {
    const statuses: number[] = [];
    // Nobody waits for a refusal to be charged, so some more than six get through.
    while (statuses.at(-1) !== 429 && statuses.length < 100) statuses.push((await stack.graphql(null, '{ viewer { user { email } } }')).status);
    expect(statuses.slice(0, 6)).toEqual(Array.from({ length: 6 }, () => 401));
    expect(statuses.at(-1)).toBe(429);
  });

  it('of each document of the portal is a small part of what a person has', async () => {
    let asked = 0;
    const idFor = (name: string): string => (name === 'Domain' ? ids.domainId : /^MemberImport|^UndoLoss$/.test(name) ? ids.importId : ids.memberId);
    for (const text of Object.values(portalDocuments).filter((document) => document.startsWith('query'))) {
      await refill();
      const name = /^query (\w+)/.exec(text)?.[1] ?? '';
      const answer = await stack.graphql(owner, text, { slug: tenant.slug, id: idFor(name), first: 50, tenant: tenant.slug, page: 'none', from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z', endsAfter: '2026-01-01T00:00:00Z', workflowId: 'none', memberId: ids.memberId, address: tenant.email('owner') });
      // Operators' alone; it asks for as many tenants as Viewer does of a partner's.
      if (name === 'OperatorTenants') continue;
      expect([name, answer.errors]).toEqual([name, []]);
      const { requested, actual } = costOf(answer);
      asked += 1;
      expect([name, requested <= 1_500, actual <= requested]).toEqual([name, true, true]);
    }
    expect(asked).toBeGreaterThan(15);
  });

  it('of 60 random operations is never more than was stated', async () => {
    const random = new RandomOperations(schema, seeded(7), { slug: [tenant.slug], id: [ids.memberId, ids.domainId], memberId: ['nobody'], domainId: [ids.domainId], workflowId: ['none'], tenantId: ['nothing'], after: [null] });
    let executed = 0;
    for (let time = 0; time < 60; time += 1) {
      await refill();
      const { query, variables } = random.next('query');
      const answer = await stack.graphql(owner, query, variables);
      if (answer.status === 400) {
        expect([query, answer.errors[0]?.extensions['code']]).toEqual([query, 'QUERY_TOO_COSTLY']);
        continue;
      }
      executed += 1;
      const { requested, actual } = costOf(answer);
      expect([query, actual <= requested]).toEqual([query, true]);
    }
    expect(executed).toBeGreaterThan(40);
  }, 60_000);
});

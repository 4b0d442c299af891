import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Credential, type GraphqlAnswer, type TestStack, type TestTenant, startTestStack } from '@dezky/stack/test-stack.fixture';
import { Client } from 'pg';

const dashboard = readFileSync(join(__dirname, '..', '..', '..', 'portal', 'src', 'app', 'dashboard', 'dashboard.graphql'), 'utf8');

/** All that a page of the portal shows of a tenant, over all back ends. */
const everything = `query ($slug: String!) { tenant(slug: $slug) {
  id
  seats { used }
  domains { name }
  storage { drives { totalCount } usedBytes }
  billing { subscription { seats } }
  members { totalCount edges { node { displayName signIn { state } mailbox { address usedBytes } drive { name usedBytes } } } }
  auditLog(first: 3) { edges { node { summary } } }
} }`;

type System = 'authentik' | 'stalwart' | 'ocis' | 'stripe';

describe('a back end that is down', () => {
  let stack: TestStack;
  let tenant: TestTenant;
  let owner: Credential;

  beforeAll(async () => {
    stack = await startTestStack();
    tenant = await stack.newTenant({ members: [{ localPart: 'owner', displayName: 'Olivia Berg', role: 'OWNER' }] });
    owner = { token: await stack.tokenOf(tenant.email('owner')) };
    // The storage tells sizes once the drive was opened.
    stack.sandboxes.ocis.signIn(tenant.email('owner'));
  }, 120_000);
  afterAll(() => stack.stop());
  afterEach(async () => {
    for (const system of ['authentik', 'stalwart', 'ocis', 'stripe'] as const) stack.sandboxes[system].faults.clear();
    // Circuit breakers let a trial through after a while; the next test begins when all answer again.
    const deadline = Date.now() + 20_000;
    while ((await ask()).errors.length > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 100));
  }, 30_000);

  const ask = (query = everything): Promise<GraphqlAnswer> => stack.graphql(owner, query, { slug: tenant.slug });
  const whole = {
    tenant: {
      id: expect.any(String) as string,
      seats: { used: 1 },
      domains: [{ name: expect.any(String) as string }],
      storage: { drives: { totalCount: 1 }, usedBytes: '0' } as unknown,
      billing: { subscription: { seats: 1 } } as unknown,
      members: { totalCount: 1, edges: [{ node: { displayName: 'Olivia Berg', signIn: { state: 'ACTIVE' } as unknown, mailbox: { address: expect.any(String) as string, usedBytes: '0' as string | null }, drive: { name: 'Olivia Berg', usedBytes: '0' as string | null } } }] },
      auditLog: { edges: expect.any(Array) as unknown[] },
    },
  };
  const [member] = whole.tenant.members.edges;
  const withMember = (change: object): unknown => ({ ...whole.tenant.members, edges: [{ node: { ...member?.node, ...change } }] });
  const expectNothingTold = ({ text, errors }: GraphqlAnswer): void => {
    expect(text).not.toMatch(/node_modules|\.ts:\d|\.js:\d|stack|select |insert |ECONN|127\.0\.0\.1|localhost:(?!\d+\/profiles)|eyJ|API_|sk_test|Bearer/i);
    for (const { extensions } of errors) expect(Object.keys(extensions).sort()).toEqual(['code', 'requestId', 'system']);
  };

  it('is missed by nobody while all are up', async () => {
    const { data, errors } = await ask();
    expect([errors, data]).toEqual([[], whole]);
  });

  const cases: [System, system: string, paths: string[], data: unknown][] = [
    ['authentik', 'AUTHENTIK', ['tenant.members.edges.0.node.signIn'], { ...whole.tenant, members: withMember({ signIn: null }) }],
    ['stalwart', 'STALWART', ['tenant.members.edges.0.node.mailbox.usedBytes'], { ...whole.tenant, members: withMember({ mailbox: { ...member?.node.mailbox, usedBytes: null } }) }],
    ['ocis', 'OCIS', ['tenant.members.edges.0.node.drive.usedBytes', 'tenant.storage.usedBytes'], { ...whole.tenant, storage: null, members: withMember({ drive: { ...member?.node.drive, usedBytes: null } }) }],
    ['stripe', 'STRIPE', ['tenant.billing'], { ...whole.tenant, billing: null }],
  ];

  it.each(cases)('leaves its own fields empty and says so, and all others as they are: %s', async (sandbox, system, paths, data) => {
    stack.sandboxes[sandbox].faults.add({ match: {}, kind: 'down' });
    const answer = await ask();
    expect(answer.status).toBe(200);
    expect(answer.data).toEqual({ tenant: data });
    expect(answer.errors.map(({ path = [] }) => path.join('.')).sort()).toEqual(paths);
    for (const { extensions, message } of answer.errors) {
      expect(extensions).toEqual({ code: 'BACKEND_UNAVAILABLE', system, requestId: answer.headers.get('x-request-id') });
      expect(message.length).toBeGreaterThan(10);
    }
    expectNothingTold(answer);
  }, 30_000);

  it.each(cases)('is no reason to take the product for dead: %s', async (sandbox) => {
    stack.sandboxes[sandbox].faults.add({ match: {}, kind: 'down' });
    const [live, ready] = await Promise.all(['live', 'ready'].map((name) => fetch(`${stack.url}/health/${name}`)));
    expect([live?.status, await live?.json()]).toEqual([200, { status: 'live' }]);
    expect([ready?.status, await ready?.json()]).toEqual([200, { identity: true, mail: true, storage: true, billing: true, booking: true }]);
  });

  it('leaves each panel of the dashboard alive but its own', async () => {
    const operations = [...dashboard.matchAll(/query (\w+)\([\s\S]*?^}/gm)].map(([text, name]) => ({ name: name ?? '', text }));
    expect(operations.length).toBeGreaterThan(3);
    for (const system of ['ocis', 'stripe', 'authentik', 'stalwart'] as const) stack.sandboxes[system].faults.add({ match: {}, kind: 'down' });
    const fragment = 'fragment DomainRow on Domain { name status }';
    for (const { name, text } of operations) {
      const answer = await ask(text.includes('...DomainRow') ? `${text}\n${fragment}` : text);
      const down = { DashboardStorage: 'OCIS', DashboardSubscription: 'STRIPE' }[name];
      expect([name, [...new Set(answer.errors.map(({ extensions }) => `${String(extensions['code'])} ${String(extensions['system'])}`))]]).toEqual([name, down ? [`BACKEND_UNAVAILABLE ${down}`] : []]);
      expect(answer.data?.['tenant']).not.toBeNull();
      expectNothingTold(answer);
    }
  }, 30_000);

  it('answers with what it knows while a back end is slow, instead of waiting for good', async () => {
    stack.sandboxes.ocis.faults.add({ match: {}, kind: 'slow', delayMs: 11_000 });
    const startedAt = Date.now();
    const answer = await ask('query ($slug: String!) { tenant(slug: $slug) { id storage { usedBytes } } }');
    expect(Date.now() - startedAt).toBeLessThan(15_000);
    expect(answer.data).toEqual({ tenant: { id: tenant.id, storage: null } });
    expect(answer.errors).toEqual([expect.objectContaining({ path: ['tenant', 'storage', 'usedBytes'], extensions: expect.objectContaining({ code: 'BACKEND_UNAVAILABLE', system: 'OCIS' }) as unknown })]);
  }, 60_000);

  it('stops a change at its step, tells why in plain words, and finishes it on retry', async () => {
    const other = await stack.newTenant({ members: [{ localPart: 'owner', displayName: 'Olivia Berg', role: 'OWNER' }] });
    const credential = { token: await stack.tokenOf(other.email('owner')) };
    const remove = stack.sandboxes.ocis.faults.add({ match: {}, kind: 'down' });
    const create = `mutation ($input: CreateMemberInput!) { createMember(input: $input) { __typename ... on MemberCreated { workflow { id state steps { name state lastError } } } } }`;
    const { data, errors } = await stack.graphql(credential, create, { input: { tenantId: other.id, displayName: 'Mia Lindqvist', localPart: 'mia' } });
    expect(errors).toEqual([]);
    const { id } = (data as { createMember: { workflow: { id: string } } }).createMember.workflow;
    interface Change {
      readonly id: string;
      readonly state: string;
      readonly steps: readonly { readonly name: string; readonly state: string; readonly lastError: string | null }[];
    }
    const look = async (): Promise<Change | undefined> => {
      const answer = await stack.graphql(credential, 'query ($slug: String!) { tenant(slug: $slug) { workflows { edges { node { id state steps { name state lastError } } } } } }', { slug: other.slug });
      expectNothingTold(answer);
      return (answer.data as { tenant: { workflows: { edges: { node: Change }[] } } }).tenant.workflows.edges.map(({ node }) => node).find((change) => change.id === id);
    };
    const until = async (state: string): Promise<Change | undefined> => {
      const deadline = Date.now() + 30_000;
      for (let change = await look(); ; change = await look()) {
        if (change?.state === state || Date.now() > deadline) return change;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    };
    const stopped = await until('NEEDS_ATTENTION');
    expect(stopped?.state).toBe('NEEDS_ATTENTION');
    expect(Object.fromEntries(stopped?.steps.map(({ name, state }) => [name, state]) ?? [])).toMatchObject({ 'create-sign-in': 'DONE', 'provision-mailbox': 'DONE', 'provision-drive': 'FAILED', 'activate-member': 'PLANNED' });
    expect(stopped?.steps.find(({ name }) => name === 'provision-drive')?.lastError).toMatch(/^ownCloud Infinite Scale .*\.$/);
    remove();
    const retried = await stack.graphql(credential, 'mutation ($input: WorkflowInput!) { retryWorkflow(input: $input) { __typename } }', { input: { workflowId: id } });
    expect(retried.data).toEqual({ retryWorkflow: { __typename: 'WorkflowRetried' } });
    expect((await until('SUCCEEDED'))?.state).toBe('SUCCEEDED');
    // The step that was retried is done once: Mia has one account everywhere.
    expect(stack.sandboxes.ocis.drives().filter(({ username }) => username === other.email('mia'))).toHaveLength(1);
  }, 90_000);

  it('leads a person who signs in while Authentik is down to a page that says so', async () => {
    stack.sandboxes.authentik.faults.add({ match: {}, kind: 'down' });
    const fresh = await fetch(`${stack.url}/auth/login`, { redirect: 'manual' });
    // The provider's addresses are known from before or not: both lead on.
    expect([302, 303]).toContain(fresh.status);
    expect(fresh.headers.get('location')).toMatch(/^(\/sign-in-failed|http:\/\/127\.0\.0\.1:\d+\/application\/o\/authorize\/)/);
  });

  it('is seen by the ready check when it is the database', async () => {
    const client = new Client({ connectionString: stack.databaseUrl() });
    await client.connect();
    try {
      await client.query('alter role storage_app nologin');
      await client.query(`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'storage_app'`);
      const ready = await fetch(`${stack.url}/health/ready`);
      expect([ready.status, await ready.json()]).toEqual([503, { identity: true, mail: true, storage: false, billing: true, booking: true }]);
      expect((await fetch(`${stack.url}/health/live`)).status).toBe(200);
      const answer = await ask();
      expect(answer.data?.['tenant']).toMatchObject({ seats: { used: 1 }, billing: { subscription: { seats: expect.any(Number) as number } } });
      expect(answer.errors.map(({ extensions }) => extensions['code'])).toEqual(answer.errors.map(() => 'INTERNAL'));
      expect(answer.text).not.toMatch(/storage_app|role|login|postgres/i);
    } finally {
      await client.query('alter role storage_app login');
      await client.end();
    }
    const deadline = Date.now() + 10_000;
    while ((await fetch(`${stack.url}/health/ready`)).status !== 200 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await fetch(`${stack.url}/health/ready`)).status).toBe(200);
  }, 30_000);
});

import { registry } from '@dezky/kit/observe/metrics';
import { serveMetrics } from '@dezky/kit/observe/metrics-server';
import { freePort } from '@dezky/stack/free-port';
import { type TestStack, type TestTenant, startTestStack } from '@dezky/stack/test-stack.fixture';

describe('what a monitoring system sees', () => {
  let stack: TestStack;
  let tenant: TestTenant;
  let port: number;
  let close: () => Promise<void>;

  beforeAll(async () => {
    stack = await startTestStack();
    tenant = await stack.newTenant({ members: [{ localPart: 'owner', displayName: 'Olivia Berg', role: 'OWNER' }] });
    port = await freePort();
    close = await serveMetrics({ host: '127.0.0.1', port });
  }, 120_000);
  afterAll(async () => {
    await close();
    await stack.stop();
  });

  /** Label values of a metric's series and their values. */
  const read = async (name: string): Promise<{ labels: string; value: number }[]> => {
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    return [...text.matchAll(new RegExp(`^${name}\\{(.*)\\} (\\S+)$`, 'gm'))].map(([, labels = '', value]) => ({ labels, value: Number(value) }));
  };
  const count = async (name: string, ...labels: string[]): Promise<number> => (await read(name)).filter((series) => labels.every((label) => series.labels.includes(label))).reduce((sum, { value }) => sum + value, 0);

  it('counts operations by name, by who asks and by how they ended', async () => {
    const token = await stack.tokenOf(tenant.email('owner'));
    await stack.graphql({ token }, 'query Who { viewer { user { email } } }');
    await stack.graphql({ token }, 'query Who { viewer { user { email } } }');
    await stack.graphql(null, 'query Stranger { viewer { user { email } } }');
    await stack.graphql({ token }, 'query Wrong { nobody }');
    expect(await count('dezky_graphql_request_seconds_count', 'operation="Who"', 'actor="user"', 'outcome="ok"')).toBe(2);
    expect(await count('dezky_graphql_request_seconds_count', 'actor="public"', 'outcome="refused"')).toBe(1);
    expect(await count('dezky_graphql_request_seconds_count', 'actor="user"', 'outcome="refused"')).toBe(1);
  });

  it('times subgraphs, peers, back ends and steps', async () => {
    for (const subgraph of ['identity', 'mail']) expect(await count('dezky_peer_request_seconds_count', `peer="${subgraph}"`, 'outcome="ok"')).toBeGreaterThan(0);
    expect(await count('dezky_subgraph_request_seconds_count', 'subgraph="identity"', 'outcome="ok"')).toBeGreaterThan(0);
    for (const system of ['AUTHENTIK', 'STALWART', 'OCIS', 'STRIPE']) expect(await count('dezky_backend_request_seconds_count', `system="${system}"`, 'outcome="2xx"')).toBeGreaterThan(0);
    for (const step of ['create-sign-in', 'provision-mailbox', 'provision-drive']) expect(await count('dezky_workflow_step_seconds_count', 'workflow="createMember"', `step="${step}"`, 'outcome="done"')).toBeGreaterThan(0);
    expect(await count('dezky_workflows_ended_total', 'workflow="createMember"', 'state="SUCCEEDED"')).toBeGreaterThan(0);
  });

  it('shows the workflows that wait for a person, and the pools', async () => {
    expect(await count('dezky_workflows', 'part="identity"', 'kind="CREATE_MEMBER"', 'state="NEEDS_ATTENTION"')).toBe(0);
    const mend = stack.sandboxes.stalwart.faults.add({ match: { method: 'POST' }, kind: 'down' });
    const query = `mutation Create($input: CreateMemberInput!) { createMember(input: $input) { __typename } }`;
    await stack.graphql({ token: await stack.tokenOf(tenant.email('owner')) }, query, { input: { tenantId: tenant.id, displayName: 'Jo', localPart: 'jo' } });
    for (let looked = 0; looked < 100 && (await count('dezky_workflows', 'kind="CREATE_MEMBER"', 'state="NEEDS_ATTENTION"')) === 0; looked += 1) await new Promise((resolve) => setTimeout(resolve, 100));
    mend();
    expect(await count('dezky_workflows', 'part="identity"', 'kind="CREATE_MEMBER"', 'state="NEEDS_ATTENTION"')).toBe(1);
    const pools = (await read('dezky_database_connections')).map(({ labels }) => labels);
    for (const pool of ['identity', 'mail', 'storage', 'billing', 'booking', 'gateway']) for (const state of ['open', 'idle', 'waiting']) expect(pools).toContain(`pool="${pool}",state="${state}"`);
    expect(await count('dezky_database_connections', 'pool="identity"', 'state="open"')).toBeGreaterThan(0);
  }, 30_000);

  it('serves nothing but metrics there, and no metrics where strangers come', async () => {
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404);
    expect((await fetch(`http://127.0.0.1:${port}/metrics`, { method: 'POST' })).status).toBe(404);
    expect(await (await fetch(`${stack.url}/metrics`)).text()).not.toContain('dezky_');
    expect(registry.contentType).toContain('text/plain');
  });
});

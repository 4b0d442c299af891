import { type TestStack, startTestStack } from '@dezky/stack/test-stack.fixture';
import { serverAudits } from 'graphql-http';

/** The audits of the GraphQL over HTTP specification, by graphql-http, on the running gateway. */
describe('GraphQL over HTTP, audited', () => {
  let stack: TestStack;
  let token: string;
  beforeAll(async () => {
    stack = await startTestStack();
    const tenant = await stack.newTenant({ members: [{ localPart: 'owner', displayName: 'Olivia Berg', role: 'OWNER' }] });
    token = await stack.tokenOf(tenant.email('owner'));
  }, 120_000);
  afterAll(() => stack.stop());

  const fetchFn = (url: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${token}`);
    return fetch(url, { ...init, headers });
  };
  const audits = serverAudits({ url: () => `${stack.url}/graphql`, fetchFn });

  it('is all of it', () => expect(audits.length).toBeGreaterThan(60));

  it.each(audits.map(({ id, name, fn }) => [id, name, fn] as const))('%s %s', async (_id, name, audit) => {
    const result = await audit();
    const reason = 'reason' in result ? result.reason : '';
    expect([name, result.status, reason]).toEqual([name, 'ok', '']);
  });
});

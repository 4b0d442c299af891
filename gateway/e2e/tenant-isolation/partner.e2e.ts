import { type Credential, type TestStack, type TestTenant, startTestStack } from '@dezky/stack/test-stack.fixture';

const allScopes = 'tenant:read members:read members:write mail:read mail:write storage:read billing:read';

// What each scope alone gives, and what mutations refuse, is in the matrix; here a partner has several tenants at once.
describe('a partner, in the tenants it looks after and in no other', () => {
  let stack: TestStack;
  let initech: TestTenant;
  let staff: Credential;
  let foreignMember: string;

  beforeAll(async () => {
    // The partner of the demonstration looks after acme and globex; initech is nobody's.
    stack = await startTestStack({ demo: true });
    initech = await stack.newTenant({ slug: 'initech', members: [{ localPart: 'owner', displayName: 'Ina Tech', role: 'OWNER' }] });
    staff = { token: await stack.tokenOf('staff@northwind.test') };
    foreignMember = (await stack.actorOf(initech.email('owner')))?.memberships[0]?.memberId ?? '';
  }, 120_000);
  afterAll(() => stack.stop());

  const client = async (scope: string): Promise<Credential> => {
    const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: 'northwind', client_secret: stack.secrets.partnerClientSecret, scope });
    const answer = await fetch(`${stack.places.authentikUrl}/application/o/token/`, { method: 'POST', body: form });
    return { token: ((await answer.json()) as { access_token: string }).access_token };
  };

  const credentials: [string, () => Promise<Credential>][] = [
    ['its staff', () => Promise.resolve(staff)],
    ['its program with every scope', () => client(allScopes)],
  ];

  it.each(credentials)('%s sees both, and nothing of the third', async (_who, credential) => {
    const who = await credential();
    const { data, errors } = await stack.graphql(who, '{ tenants { totalCount edges { node { slug } } } initech: tenant(slug: "initech") { id } acme: tenant(slug: "acme") { members { totalCount } domains { name } } }');
    expect([errors, data]).toEqual([[], { tenants: { totalCount: 2, edges: [{ node: { slug: 'acme' } }, { node: { slug: 'globex' } }] }, initech: null, acme: { members: { totalCount: 3 }, domains: [{ name: 'acme.test' }] } }]);
    const searched = await stack.graphql(who, '{ tenants(search: "initech") { totalCount edges { node { slug } } } acme: tenant(slug: "acme") { members(search: "Ina") { totalCount } } }');
    expect(searched.data).toEqual({ tenants: { totalCount: 0, edges: [] }, acme: { members: { totalCount: 0 } } });
    const foreign = await stack.graphql(who, 'query ($id: ID!) { tenant(slug: "acme") { member(id: $id) { displayName } } }', { id: foreignMember });
    expect(foreign.data).toEqual({ tenant: { member: null } });
  });
});

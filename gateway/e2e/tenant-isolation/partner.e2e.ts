import { type Credential, type TestStack, type TestTenant, startTestStack } from '@dezky/stack/test-stack.fixture';

const allScopes = 'tenant:read members:read members:write mail:read mail:write storage:read billing:read';

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
  const codes = async (credential: Credential, query: string, variables: Record<string, unknown> = {}): Promise<unknown[]> => (await stack.graphql(credential, query, variables)).errors.map(({ extensions }) => extensions['code']);

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

  it.each(credentials)('%s changes nothing in the third', async (_who, credential) => {
    const who = await credential();
    for (const [name, type, input] of [
      ['createMember', 'CreateMemberInput', { tenantId: initech.id, displayName: 'Spy', localPart: 'spy' }],
      ['addDomain', 'AddDomainInput', { tenantId: initech.id, name: 'stolen.test' }],
      ['suspendMember', 'MemberInput', { memberId: foreignMember }],
      ['removeMember', 'MemberInput', { memberId: foreignMember }],
      ['resumeMember', 'MemberInput', { memberId: foreignMember }],
    ] as const) {
      expect([name, await codes(who, `mutation ($input: ${type}!) { ${name}(input: $input) { __typename } }`, { input })]).toEqual([name, ['NOT_FOUND']]);
    }
  });

  const asked: [scope: string, query: string][] = [
    ['tenant:read', '{ tenant(slug: "acme") { name seats { used } } }'],
    ['tenant:read members:read', '{ tenant(slug: "acme") { members { totalCount } } }'],
    ['tenant:read mail:read', '{ tenant(slug: "acme") { domains { name } } }'],
    ['tenant:read storage:read', '{ tenant(slug: "acme") { storage { drives { totalCount } } } }'],
    ['tenant:read billing:read', '{ tenant(slug: "acme") { billing { monthlySpend { amountMinor } } } }'],
  ];
  it.each(asked)('its program needs the scope %s for what it asks', async (scope, query) => {
    expect(await codes(await client(scope), query)).toEqual([]);
    for (const needed of scope.split(' ')) {
      const less = allScopes.split(' ').filter((one) => one !== needed).join(' ');
      expect([needed, new Set(await codes(await client(less), query))]).toEqual([needed, new Set(['FORBIDDEN'])]);
    }
  });

  it('its program that may only read changes nothing', async () => {
    const reading = await client(allScopes.replace(/ \w+:write/g, ''));
    const { data } = await stack.graphql(reading, '{ tenant(slug: "acme") { id } }');
    const tenantId = (data as { tenant: { id: string } }).tenant.id;
    expect(await codes(reading, 'mutation ($input: CreateMemberInput!) { createMember(input: $input) { __typename } }', { input: { tenantId, displayName: 'Spy', localPart: 'spy' } })).toEqual(['FORBIDDEN']);
    expect(await codes(reading, 'mutation ($input: AddDomainInput!) { addDomain(input: $input) { __typename } }', { input: { tenantId, name: 'stolen.test' } })).toEqual(['FORBIDDEN']);
  });

  it('its program is nobody who could sign in or change a password', async () => {
    const who = await client(allScopes);
    expect(await codes(who, '{ viewer { user { email } } }')).toEqual(['FORBIDDEN']);
    expect(await codes(who, 'mutation { changePassword(input: { newPassword: "a long enough password" }) { __typename } }')).toEqual(['FORBIDDEN']);
  });
});

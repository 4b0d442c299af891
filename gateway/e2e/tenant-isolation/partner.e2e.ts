import { type Credential, type TestStack, type TestTenant, startTestStack } from '@dezky/stack/test-stack.fixture';
import { decodeJwt } from 'jose';
import { Client } from 'pg';

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

  it('its program gets no scope that its client does not have, and nothing with none', async () => {
    const who = await client('tenant:read everything:write openid-of-another');
    expect(decodeJwt((who as { token: string }).token)['scope']).toBe('tenant:read');
    const without = await client('everything:write');
    const { data, errors } = await stack.graphql(without, '{ tenants { totalCount } }');
    // A token without any scope is told apart from an ID token by nothing.
    expect([data, errors.map(({ extensions }) => extensions['code'])]).toEqual([null, ['UNAUTHENTICATED']]);
  });

  it('its program’s right ends when its client is no partner’s any more, before the token does', async () => {
    const who = await client(allScopes);
    expect(await codes(who, '{ tenants { totalCount } }')).toEqual([]);
    const database = new Client({ connectionString: stack.databaseUrl() });
    await database.connect();
    try {
      const { rows } = await database.query<{ client_id: string; partner_id: string; name: string }>(`delete from identity.partner_clients where client_id = 'northwind' returning *`);
      expect((await stack.graphql(who, '{ tenants { totalCount } }')).status).toBe(401);
      await database.query('insert into identity.partner_clients (client_id, partner_id, name) values ($1, $2, $3)', [rows[0]?.client_id, rows[0]?.partner_id, rows[0]?.name]);
    } finally {
      await database.end();
    }
    expect(await codes(who, '{ tenants { totalCount } }')).toEqual([]);
  });

  it('its program is nobody who could sign in or change a password', async () => {
    const who = await client(allScopes);
    expect(await codes(who, '{ viewer { user { email } } }')).toEqual(['FORBIDDEN']);
    expect(await codes(who, 'mutation { changePassword(input: { newPassword: "a long enough password" }) { __typename } }')).toEqual(['FORBIDDEN']);
  });
});

import { type Credential, type TestStack, type TestTenant, startTestStack } from '@dezky/stack/test-stack.fixture';
import { decodeJwt } from 'jose';
import { Client } from 'pg';

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

  const codes = async (credential: Credential, query: string, variables: Record<string, unknown> = {}): Promise<unknown[]> => (await stack.graphql(credential, query, variables)).errors.map(({ extensions }) => extensions['code']);
  it.each(credentials)('%s sees both, and nothing of the third', async (_who, credential) => {
    const who = await credential();
    const { data, errors } = await stack.graphql(who, '{ tenants { totalCount edges { node { slug } } } initech: tenant(slug: "initech") { id } acme: tenant(slug: "acme") { members { totalCount } domains { name } } }');
    expect([errors, data]).toEqual([[], { tenants: { totalCount: 2, edges: [{ node: { slug: 'acme' } }, { node: { slug: 'globex' } }] }, initech: null, acme: { members: { totalCount: 3 }, domains: [{ name: 'acme.test' }] } }]);
    const searched = await stack.graphql(who, '{ tenants(search: "initech") { totalCount edges { node { slug } } } acme: tenant(slug: "acme") { members(search: "Ina") { totalCount } } }');
    expect(searched.data).toEqual({ tenants: { totalCount: 0, edges: [] }, acme: { members: { totalCount: 0 } } });
    const foreign = await stack.graphql(who, 'query ($id: ID!) { tenant(slug: "acme") { member(id: $id) { displayName } } }', { id: foreignMember });
    expect(foreign.data).toEqual({ tenant: { member: null } });
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
});

import { type Credential, type TestStack, type TestTenant, bodyOf, startTestStack } from '@dezky/stack/test-stack.fixture';

const own = '{ viewer { user { email } } }';

describe('the documents of the portal', () => {
  let stack: TestStack;
  let tenant: TestTenant;
  let session: { cookie: string };
  let operator: { cookie: string };
  let token: string;
  beforeAll(async () => {
    stack = await startTestStack({ demo: true });
    tenant = await stack.newTenant();
    session = await stack.signIn(tenant.email('admin'));
    operator = await stack.signIn('operator@dezky.test');
    token = await stack.tokenOf(tenant.email('admin'));
  }, 120_000);
  afterAll(() => stack.stop());

  const send = async (credential: Credential, body: unknown): Promise<[number, { data?: unknown; errors?: { message: string; extensions: { code: string } }[] }]> => {
    const headers: Record<string, string> = { 'content-type': 'application/json', 'x-dezky-csrf': '1', origin: stack.url };
    if (credential && 'token' in credential) headers['authorization'] = `Bearer ${credential.token}`;
    if (credential && 'cookie' in credential) headers['cookie'] = `dezky_session=${credential.cookie}`;
    const answer = await fetch(`${stack.url}/graphql`, { method: 'POST', headers, body: JSON.stringify(body) });
    return [answer.status, (await answer.json()) as never];
  };
  const code = ([status, { errors }]: Awaited<ReturnType<typeof send>>): unknown => [status, errors?.[0]?.extensions.code];

  it('are run for a session, by their ids', async () => {
    expect(await send(session, { ...bodyOf({ portal: 'Viewer' }), operationName: 'Viewer' })).toMatchObject([200, { data: { viewer: { __typename: 'Viewer', user: { email: tenant.email('admin') } } } }]);
    expect(await send(session, { ...bodyOf({ portal: 'ShellTenant' }), variables: { slug: tenant.slug } })).toMatchObject([200, { data: { tenant: { slug: tenant.slug } } }]);
  });

  it('are all that a session runs', async () => {
    expect(code(await send(session, { query: own }))).toEqual([403, 'FORBIDDEN']);
    expect(code(await send(session, { query: '{ __schema { types { name } } }' }))).toEqual([403, 'FORBIDDEN']);
    expect(code(await send(session, { query: own, ...bodyOf({ portal: 'Viewer' }) }))).toEqual([400, 'BAD_USER_INPUT']);
    expect(code(await send(session, { extensions: { persistedQuery: { version: 1, sha256Hash: 'x' } } }))).toEqual([400, 'BAD_USER_INPUT']);
  });

  it('are run for a token as well, which also runs its own', async () => {
    for (const body of [bodyOf({ portal: 'Viewer' }), { query: own }]) expect(await send({ token }, body)).toMatchObject([200, { data: { viewer: { user: { email: tenant.email('admin') } } } }]);
    const search = new URLSearchParams(bodyOf({ portal: 'Viewer' }));
    const got = await fetch(`${stack.url}/graphql?${search}`, { headers: { authorization: `Bearer ${token}` } });
    expect(await got.json()).toMatchObject({ data: { viewer: { user: { email: tenant.email('admin') } } } });
  });

  it('are not all that an operator’s session runs', async () => {
    expect(await send(operator, { query: '{ viewer { isOperator } __schema { queryType { name } } }' })).toMatchObject([200, { data: { viewer: { isOperator: true }, __schema: { queryType: { name: 'Query' } } } }]);
  });

  it('are all that a visitor runs, as far as the rules let them', async () => {
    expect(await send(null, bodyOf({ portal: 'Viewer' }))).toMatchObject([200, { data: null, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] }]);
    expect(code(await send(null, { query: own }))).toEqual([401, 'UNAUTHENTICATED']);
    const [status, { errors }] = await send(null, { query: '{ __schema { types { name } } }' });
    expect([status, errors?.[0]?.message]).toEqual([401, 'The description of the graph is for callers who are signed in. Send a bearer token.']);
  });

  it('tell a visitor nothing of names that are near, and a caller who is signed in what they meant', async () => {
    const wrong = { ...bodyOf({ portal: 'CreateMember' }), variables: { input: { tenantId: 'x', displayName: 'X', role: 'MEMBRE' } } };
    const [, visitor] = await send(null, wrong);
    const [, person] = await send({ token }, wrong);
    expect(visitor.errors?.[0]?.message).toContain('"MEMBRE" does not exist in "TenantRole" enum.');
    expect(JSON.stringify(visitor)).not.toContain('Did you mean');
    expect(person.errors?.[0]?.message).toContain('Did you mean the enum value "MEMBER"');
  });

  it('are refused by an id of another version in a way that a page can tell', async () => {
    for (const credential of [session, null, { token }]) expect(code(await send(credential, { documentId: `sha256:${'0'.repeat(64)}`, operationName: 'Viewer' }))).toEqual([400, 'UNKNOWN_DOCUMENT']);
  });
});

import { connect } from 'node:net';
import { type Credential, type TestStack, type TestTenant, startTestStack } from '@dezky/stack/test-stack.fixture';

describe('GraphQL over HTTP', () => {
  let stack: TestStack;
  let tenant: TestTenant;
  let owner: { token: string };

  beforeAll(async () => {
    stack = await startTestStack();
    tenant = await stack.newTenant({ members: [{ localPart: 'owner', displayName: 'Olivia Berg', role: 'OWNER' }] });
    owner = { token: await stack.tokenOf(tenant.email('owner')) };
  }, 120_000);
  afterAll(() => stack.stop());

  const send = (body: string | null, headers: Record<string, string> = {}, method = 'POST'): Promise<Response> =>
    fetch(`${stack.url}/graphql`, { method, ...(body === null ? {} : { body }), headers: { 'content-type': 'application/json', authorization: `Bearer ${owner.token}`, ...headers } });
  /** What a client writes byte by byte; `fetch` would mend it. */
  const raw = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect(Number(new URL(stack.url).port), '127.0.0.1', () => socket.write(text));
      let answer = '';
      socket.on('data', (chunk: Buffer) => {
        answer += chunk.toString();
      });
      socket.once('close', () => resolve(answer));
      socket.once('error', reject);
    });

  it.each([
    ['no JSON', '{"query":'],
    ['no query', '{}'],
    ['a list of operations', '[{"query":"{ __typename }"}]'],
    ['null', 'null'],
    ['a query that is no text', '{"query":1}'],
    ['a syntax error', '{"query":"{ viewer { "}'],
    ['an unknown field', '{"query":"{ nobody }"}'],
    ['a missing variable', '{"query":"query ($slug: String!) { tenant(slug: $slug) { id } }"}'],
    ['a variable of the wrong type', '{"query":"query ($slug: String!) { tenant(slug: $slug) { id } }","variables":{"slug":1}}'],
    ['an unknown operation', '{"query":"query A { __typename }","operationName":"B"}'],
    ['a page size out of bounds', '{"query":"{ viewer { memberships { tenant { members(first: 1000) { totalCount } } } } }"}'],
    ['a text with U+0000', '{"query":"query ($slug: String!) { tenant(slug: $slug) { id } }","variables":{"slug":"\\u0000"}}'],
    ['a cursor of nothing', '{"query":"{ viewer { memberships { tenant { members(after: \\"x\\") { totalCount } } } } }"}'],
  ])('answers BAD_USER_INPUT to %s, and tells nothing of its inside', async (_what, body) => {
    const answer = await send(body);
    const text = await answer.text();
    expect(answer.status).toBeLessThan(500);
    expect(JSON.parse(text)).toMatchObject({ errors: [{ message: expect.any(String) as string, extensions: { code: 'BAD_USER_INPUT' } }] });
    expect(text).not.toMatch(/node_modules|\.ts:|\.js:|stacktrace|select |127\.0\.0\.1/i);
  });

  it.each([
    ['too deep', `{ viewer { memberships ${'{ tenant { owner '.repeat(8)}{ id } ${'} }'.repeat(8)} } }`, 'QUERY_TOO_COSTLY'],
    ['full of aliases', `{ ${Array.from({ length: 200 }, (_, index) => `a${index}: viewer { isOperator }`).join(' ')} }`, 'QUERY_TOO_COSTLY'],
    ['too long', `{ viewer { ${'isOperator '.repeat(5_000)} } }`, 'QUERY_TOO_COSTLY'],
    ['of too many words', `{ viewer { ${'a '.repeat(5_000)} } }`, 'BAD_USER_INPUT'],
  ])('refuses an operation that is %s before anything is asked', async (_what, query, code) => {
    expect(await (await send(JSON.stringify({ query }))).json()).toMatchObject({ errors: [{ extensions: { code } }] });
  });

  it('refuses a body beyond the limit, and says so before it hangs up', async () => {
    const answer = await send(JSON.stringify({ query: '{ __typename }', variables: { filler: 'x'.repeat(300 * 1024) } }));
    expect([answer.status, await answer.json()]).toEqual([413, { errors: [{ message: 'The request is larger than 256 KiB.', extensions: { code: 'BAD_USER_INPUT', requestId: answer.headers.get('x-request-id') } }] }]);
    expect((await send(JSON.stringify({ query: '{ __typename }', variables: { filler: 'x'.repeat(200 * 1024) } }))).status).toBe(200);
  });

  it('answers a program’s query by GET, and refuses a mutation by GET', async () => {
    const get = (query: string, headers: Record<string, string> = {}): Promise<Response> => fetch(`${stack.url}/graphql?query=${encodeURIComponent(query)}`, { headers: { authorization: `Bearer ${owner.token}`, 'apollo-require-preflight': '1', ...headers } });
    expect(await (await get('{ viewer { user { email } } }')).json()).toMatchObject({ data: { viewer: { user: { email: tenant.email('owner') } } } });
    expect((await get('mutation { changePassword(input: { newPassword: "a long enough password" }) { __typename } }')).status).toBe(405);
  });

  it('gives every answer its request id, and never lets one be kept by a cache', async () => {
    const answers = await Promise.all([send('{"query":"{ __typename }"}'), send('{'), send('{"query":"{ viewer { user { email } } }"}', { authorization: 'Bearer x' })]);
    expect(new Set(answers.map(({ headers }) => headers.get('x-request-id'))).size).toBe(3);
    for (const { headers } of answers) {
      expect(headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  it('answers before the work is over when the caller prefers that, and with its end when the caller waits', async () => {
    const hurry = stack.sandboxes.ocis.faults.add({ match: {}, kind: 'slow', delayMs: 500 });
    const create = (localPart: string, prefer: string): Promise<Response> =>
      send(JSON.stringify({ query: `mutation ($input: CreateMemberInput!) { createMember(input: $input) { ... on MemberCreated { workflow { state } } } }`, variables: { input: { tenantId: tenant.id, displayName: localPart, localPart } } }), { prefer });
    const state = async (answer: Response): Promise<unknown> => ((await answer.json()) as { data: { createMember: { workflow: { state: string } } } }).data.createMember.workflow.state;
    const early = await create('early', 'respond-async');
    expect([await state(early), early.headers.get('preference-applied')]).toEqual(['RUNNING', 'respond-async']);
    const late = await create('late', 'wait=10');
    expect([await state(late), late.headers.get('preference-applied')]).toEqual(['SUCCEEDED', 'wait=10']);
    hurry();
  });

  it.each([
    ['a path that begins like a host', 'GET /\\evil.test:99999/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
    ['a path of slashes', 'GET //////evil.test:99999/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
    ['an absolute address that is none', 'GET http://[::1:99999/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
    ['an asterisk', 'OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
    ['a broken escape', 'GET /%E0%A4%A HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
    ['a cookie with a broken escape', 'POST /graphql HTTP/1.1\r\nHost: x\r\nCookie: dezky_session=%E0%A4%A\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'],
    ['a profile address that climbs', 'GET /profiles/mail/..%2f..%2fetc.mobileconfig HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
    ['no HTTP at all', 'hello\r\n\r\n'],
  ])('lives on after %s', async (_what, text) => {
    expect(await raw(text)).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect((await fetch(`${stack.url}/health/live`)).status).toBe(200);
  });

  it('lives on when a client goes away in the middle', async () => {
    const socket = connect(Number(new URL(stack.url).port), '127.0.0.1');
    await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
    await new Promise<void>((resolve) => socket.write('POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"query":"{', () => resolve()));
    await new Promise<void>((resolve) => {
      socket.once('close', () => resolve());
      socket.destroy();
    });
    expect((await stack.graphql(owner as Credential, '{ viewer { user { email } } }')).status).toBe(200);
  });
});

import { createHash, createPublicKey } from 'node:crypto';
import { SessionStore } from '@dezky/gateway/authenticate/session-store';
import { Sealer } from '@dezky/kit/database/sealed';
import { SignInBrowser } from '@dezky/sandbox/authentik/sign-in-browser';
import { newRsaPair } from '@dezky/sandbox/rsa-keys';
import { type SignedInBrowser, type TestStack, type TestTenant, bodyOf, cookiesOf, startTestStack } from '@dezky/stack/test-stack.fixture';
import { SignJWT, decodeJwt, decodeProtectedHeader } from 'jose';
import { Client, Pool } from 'pg';

const viewer = '{ viewer { user { email } } }';
/** The same by a session, which runs the portal's documents alone. */
const portalViewer = { portal: 'Viewer' };

describe('sign-in', () => {
  let stack: TestStack;
  let tenant: TestTenant;
  let email: string;

  beforeAll(async () => {
    stack = await startTestStack();
    tenant = await stack.newTenant();
    email = tenant.email('member');
  }, 120_000);
  afterAll(() => stack.stop());

  const post = (cookie: string, headers: Record<string, string>, more: RequestInit = {}): Promise<Response> =>
    fetch(`${stack.url}/graphql`, { method: 'POST', body: JSON.stringify(bodyOf(portalViewer)), ...more, headers: { 'content-type': 'application/json', cookie: `dezky_session=${cookie}`, ...headers } });
  const logout = (cookie: string, headers: Record<string, string> = { origin: stack.url }): Promise<Response> => fetch(`${stack.url}/auth/logout`, { method: 'POST', redirect: 'manual', headers: { cookie: `dezky_session=${cookie}`, ...headers } });
  const database = async <Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> => {
    const client = new Client({ connectionString: stack.databaseUrl() });
    await client.connect();
    try {
      return (await client.query<Row>(text, values)).rows;
    } finally {
      await client.end();
    }
  };
  /** The gateway's own sessions, read from beside it. */
  const sessions = async <T>(work: (store: SessionStore) => Promise<T>): Promise<T> => {
    const pool = new Pool({ connectionString: stack.databaseUrl() });
    try {
      return await work(new SessionStore(pool, new Sealer(stack.secrets.encryptionKey)));
    } finally {
      await pool.end();
    }
  };
  const hashOf = (cookie: string): Buffer => createHash('sha256').update(cookie).digest();

  describe('of a person in a browser', () => {
    let signedIn: SignedInBrowser;
    beforeAll(async () => {
      signedIn = await stack.signIn(email);
    });

    it('is authorization code with PKCE, state and nonce', () => {
      const asked = new URL(signedIn.answers[0]?.headers.get('location') ?? '');
      expect(asked.href).toMatch(`${stack.places.authentikUrl}/application/o/authorize/`);
      expect(Object.fromEntries(asked.searchParams)).toMatchObject({
        response_type: 'code',
        client_id: 'dezky-portal',
        redirect_uri: `${stack.url}/auth/callback`,
        code_challenge_method: 'S256',
        code_challenge: expect.stringMatching(/^[\w-]{43}$/) as string,
        state: expect.stringMatching(/^[\w-]{43}$/) as string,
        nonce: expect.stringMatching(/^[\w-]{43}$/) as string,
      });
    });

    it('ends with one cookie that no script reads and no other site uses', () => {
      const lines = signedIn.answers[1]?.headers.getSetCookie() ?? [];
      expect(lines.filter((line) => !/^dezky_sign_in=;.*Max-Age=0/.test(line))).toEqual([expect.stringMatching(/^dezky_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/)]);
      expect(signedIn.answers[1]?.status).toBe(303);
      expect(signedIn.answers[1]?.headers.get('location')).toBe('/');
      // What the sign-in has to remember on the way is sealed.
      const attempt = /dezky_sign_in=([^;]+)/.exec(cookiesOf(signedIn.answers[0] as Response))?.[1] ?? '';
      expect(Buffer.from(attempt, 'base64url').toString('latin1')).not.toContain('codeVerifier');
    });

    it('is what /graphql knows people by', async () => {
      const { data, errors } = await stack.graphql(signedIn, portalViewer);
      expect([data, errors]).toMatchObject([{ viewer: { user: { email } } }, []]);
    });

    it('hands no token to the browser, in any answer', async () => {
      const paths = ['/auth/login', '/auth/callback', '/auth/callback?code=x&state=y', '/portal.config.json', '/health/ready', '/auth/session', '/'];
      const { accessToken, refreshToken, idToken } = (await sessions((store) => store.find(signedIn.cookie)))?.tokens ?? {};
      const secret = [accessToken, refreshToken, idToken].map(String);
      for (const token of secret) expect(token.length).toBeGreaterThan(40);
      const answers = [...signedIn.answers, ...(await Promise.all(paths.map((path) => fetch(`${stack.url}${path}`, { redirect: 'manual', headers: { cookie: `dezky_session=${signedIn.cookie}` } })))), await post(signedIn.cookie, { origin: stack.url, 'x-dezky-csrf': '1' })];
      for (const answer of answers) {
        const told = `${JSON.stringify([...answer.headers])}${answer.bodyUsed ? '' : await answer.text()}`;
        expect(told).not.toMatch(/eyJ[\w-]+\.eyJ|access_token|refresh_token|id_token/);
        for (const token of secret) expect(told.includes(token)).toBe(false);
      }
    });

    it('keeps no token in clear, and the cookie not at all', async () => {
      const rows = await database<{ text: string }>('select id_hash::text || tokens::text || encode(tokens, \'escape\') || subject as text from gateway.sessions');
      expect(rows.length).toBeGreaterThan(0);
      for (const { text } of rows) expect(text).not.toMatch(/eyJ|refreshToken/);
      expect(rows.some(({ text }) => text.includes(signedIn.cookie))).toBe(false);
    });
  });

  describe('a forged request', () => {
    let cookie: string;
    beforeAll(async () => {
      ({ cookie } = await stack.signIn(email));
    });
    const origin = (): string => stack.url;

    it.each([
      ['without the header no form can set', () => ({ origin: origin() })],
      ['from another origin', () => ({ origin: 'https://evil.test', 'x-dezky-csrf': '1' })],
      ['from a page without origin', () => ({ origin: 'null', 'x-dezky-csrf': '1' })],
      ['from another port of this host', () => ({ origin: 'http://localhost:1', 'x-dezky-csrf': '1' })],
      ['that says nothing of where it comes from', () => ({ 'x-dezky-csrf': '1' })],
      ['from another site, by Fetch Metadata', () => ({ origin: origin(), 'sec-fetch-site': 'cross-site', 'x-dezky-csrf': '1' })],
      ['from a sibling host, by Fetch Metadata', () => ({ origin: origin(), 'sec-fetch-site': 'same-site', 'x-dezky-csrf': '1' })],
      ['typed by hand, by Fetch Metadata', () => ({ 'sec-fetch-site': 'none', 'x-dezky-csrf': '1' })],
    ])('is refused: %s', async (_what, headers) => {
      const answer = await post(cookie, headers());
      expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining('"FORBIDDEN"')]);
    });

    it.each(['GET', 'HEAD', 'PUT', 'OPTIONS'])('is refused: by %s', async (method) => {
      const answer = await fetch(`${stack.url}/graphql?query=${encodeURIComponent(viewer)}`, { method, headers: { cookie: `dezky_session=${cookie}`, origin: origin(), 'x-dezky-csrf': '1', 'apollo-require-preflight': '1' } });
      expect(answer.status).toBe(403);
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    });

    it('is refused as a form, which is what other sites can send', async () => {
      const answer = await post(cookie, { origin: origin(), 'x-dezky-csrf': '1', 'content-type': 'text/plain' });
      expect(answer.status).not.toBe(200);
      expect(await answer.text()).not.toContain(email);
    });

    it('passes from the portal itself', async () => {
      for (const headers of [{ origin: origin() }, { 'sec-fetch-site': 'same-origin' }]) expect((await post(cookie, { ...headers, 'x-dezky-csrf': '1' })).status).toBe(200);
    });

    it.each([
      ['another origin', { origin: 'https://evil.test' }],
      ['another site', { 'sec-fetch-site': 'cross-site' }],
      ['nowhere', {}],
    ])('cannot sign anybody out from %s', async (_what, headers) => {
      expect((await logout(cookie, headers as Record<string, string>)).status).toBe(403);
      expect((await fetch(`${stack.url}/auth/logout`, { headers: { cookie: `dezky_session=${cookie}` } })).status).toBe(405);
      expect((await post(cookie, { origin: origin(), 'x-dezky-csrf': '1' })).status).toBe(200);
    });
  });

  it('ends the provider’s session with its own: the next sign-in asks for the password', async () => {
    const { browser, cookie } = await stack.signIn(email);
    const again = async (): Promise<number> => (await browser.visit((await fetch(`${stack.url}/auth/login`, { redirect: 'manual' })).headers.get('location') ?? '')).status;
    expect(await again()).toBe(0);
    const answer = await logout(cookie);
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([303, [expect.stringMatching(/^dezky_session=; Max-Age=0; Path=\/; HttpOnly; SameSite=Lax$/)]]);
    const ended = await endSession(browser, answer.headers.get('location') ?? '', `${stack.url}/signed-out`);
    expect(ended).toMatch(`${stack.url}/signed-out`);
    expect(await again()).toBe(200);
    expect((await stack.graphql({ cookie }, portalViewer)).status).toBe(401);
    expect((await logout(cookie)).headers.get('location')).toBe('/signed-out');
  });

  it('gives each sign-in a session of its own, and takes no id from the browser', async () => {
    const login = await fetch(`${stack.url}/auth/login`, { redirect: 'manual' });
    const browser = new SignInBrowser(`${stack.url}/auth/callback`);
    const { url } = await browser.signIn(login.headers.get('location') ?? '', email, stack.passwordOf(email));
    const fixed = 'a'.repeat(43);
    const landing = await fetch(url, { redirect: 'manual', headers: { cookie: `${cookiesOf(login)}; dezky_session=${fixed}` } });
    expect(cookiesOf(landing)).not.toContain(fixed);
    expect((await stack.graphql({ cookie: fixed }, portalViewer)).status).toBe(401);
    // The code works once, and only for the browser that asked for it.
    for (const cookies of [cookiesOf(login), cookiesOf(await fetch(`${stack.url}/auth/login`, { redirect: 'manual' })), '', 'dezky_sign_in=forged']) {
      const refused = await fetch(url, { redirect: 'manual', headers: { cookie: cookies } });
      expect(cookiesOf(refused)).not.toMatch(/dezky_session=./);
      expect(refused.headers.get('location')).toMatch(/^\/(sign-in-failed|auth\/login)$/);
    }
  });

  it.each(['https://evil.test', '//evil.test', '/\\evil.test', '\\\\evil.test', '/\t/evil.test', 'javascript:alert(1)', 'evil.test', '/%09/evil.test', '/..//evil.test', ''])('never leads away from the portal, whatever returnTo says: %j', async (returnTo) => {
    const login = await fetch(`${stack.url}/auth/login?returnTo=${encodeURIComponent(returnTo)}`, { redirect: 'manual' });
    const { url } = await new SignInBrowser(`${stack.url}/auth/callback`).signIn(login.headers.get('location') ?? '', email, stack.passwordOf(email));
    const landing = await fetch(url, { redirect: 'manual', headers: { cookie: cookiesOf(login) } });
    expect(new URL(landing.headers.get('location') ?? 'https://nowhere.test', stack.url).origin).toBe(stack.url);
    expect(landing.headers.get('location')).toMatch(/^\/(?![/\\])/);
  });

  it('comes back to where the person was going', async () => {
    const login = await fetch(`${stack.url}/auth/login?returnTo=${encodeURIComponent('/acme/members?search=a%20b#x')}`, { redirect: 'manual' });
    const { url } = await new SignInBrowser(`${stack.url}/auth/callback`).signIn(login.headers.get('location') ?? '', email, stack.passwordOf(email));
    expect((await fetch(url, { redirect: 'manual', headers: { cookie: cookiesOf(login) } })).headers.get('location')).toBe('/acme/members?search=a%20b#x');
  });

  describe('a session whose access token has expired', () => {
    /** As if its five minutes were over. */
    const expire = async (cookie: string): Promise<void> => {
      const session = await sessions((store) => store.find(cookie));
      const past = new Date(Date.now() - 60_000);
      const tokens = new Sealer(stack.secrets.encryptionKey).seal(JSON.stringify({ ...session?.tokens, expiresAt: past.toISOString() }));
      await database('update gateway.sessions set tokens = $2, tokens_expire_at = $3 where id_hash = $1', [hashOf(cookie), tokens, past]);
    };
    /** How often the provider was asked for tokens. */
    const refreshes = async (): Promise<number> => {
      const log = (await (await fetch(`${stack.places.authentikUrl}/__sandbox/requests`)).json()) as { method: string; path: string }[];
      return log.filter(({ method, path }) => method === 'POST' && path === '/application/o/token/').length;
    };

    it('is renewed once, however many requests arrive at once', async () => {
      const { cookie } = await stack.signIn(email);
      await expire(cookie);
      const before = await refreshes();
      const answers = await Promise.all(Array.from({ length: 20 }, () => stack.graphql({ cookie }, portalViewer)));
      expect(answers.map(({ status, data }) => [status, data])).toMatchObject(Array.from({ length: 20 }, () => [200, { viewer: { user: { email } } }]));
      expect(await refreshes()).toBe(before + 1);
      await expire(cookie);
      expect((await stack.graphql({ cookie }, portalViewer)).status).toBe(200);
      expect(await refreshes()).toBe(before + 2);
    });

    it('ends when the provider has ended it', async () => {
      const { cookie } = await stack.signIn(email);
      const account = stack.sandboxes.authentik.accounts().find((candidate) => candidate.email === email);
      const setActive = (active: boolean): Promise<Response> =>
        fetch(`${stack.places.authentikUrl}/api/v3/core/users/${account?.pk}/`, { method: 'PATCH', headers: { authorization: `Bearer ${stack.secrets.authentikToken}`, 'content-type': 'application/json' }, body: JSON.stringify({ is_active: active }) });
      expect((await setActive(false)).status).toBe(200);
      try {
        await expire(cookie);
        expect((await stack.graphql({ cookie }, portalViewer)).status).toBe(401);
        expect(await database('select 1 from gateway.sessions where id_hash = $1', [hashOf(cookie)])).toEqual([]);
      } finally {
        await setActive(true);
      }
      expect((await stack.graphql({ cookie }, portalViewer)).status).toBe(401);
    });

    it('outlives a provider that is down for a moment, and says so meanwhile', async () => {
      const { cookie } = await stack.signIn(email);
      await expire(cookie);
      const remove = stack.sandboxes.authentik.faults.add({ match: { path: /token/ }, kind: 'down' });
      const answer = await stack.graphql({ cookie }, portalViewer);
      expect([answer.status, answer.data, answer.errors]).toEqual([503, null, [{ message: expect.any(String) as string, extensions: { code: 'BACKEND_UNAVAILABLE', system: 'AUTHENTIK', requestId: answer.headers.get('x-request-id') } }]]);
      remove();
      expect((await stack.graphql({ cookie }, portalViewer)).data).toMatchObject({ viewer: { user: { email } } });
    });

    it.each([
      ['idle for half a day', `last_seen_at = now() - interval '12 hours 1 minute'`],
      ['a week old', `expires_at = now() - interval '1 second'`],
    ])('is over when it is %s', async (_what, change) => {
      const { cookie } = await stack.signIn(email);
      expect((await stack.graphql({ cookie }, portalViewer)).status).toBe(200);
      await database(`update gateway.sessions set ${change} where id_hash = $1`, [hashOf(cookie)]);
      expect((await stack.graphql({ cookie }, portalViewer)).status).toBe(401);
    });
  });

  it('is over everywhere once an admin signs the person out, for cookie and token alike, and begins anew', async () => {
    const [signedIn, token, admin] = [await stack.signIn(email), await stack.tokenOf(email), await stack.tokenOf(tenant.email('admin'))];
    const other = await stack.signIn(tenant.email('owner'));
    const memberId = (await stack.actorOf(email))?.memberships[0]?.memberId;
    expect([(await stack.graphql({ token }, viewer)).status, (await stack.graphql(signedIn, portalViewer)).status]).toEqual([200, 200]);
    const { data } = await stack.graphql({ token: admin }, `mutation ($id: ID!) { signOutMember(input: { memberId: $id }) { ... on MemberSignedOut { sessionsEnded workflow { state } } } }`, { id: memberId });
    expect(data).toEqual({ signOutMember: { sessionsEnded: expect.any(Number) as number, workflow: { state: 'SUCCEEDED' } } });
    expect((data as { signOutMember: { sessionsEnded: number } }).signOutMember.sessionsEnded).toBeGreaterThan(0);
    expect([(await stack.graphql({ token }, viewer)).status, (await stack.graphql(signedIn, portalViewer)).errors[0]?.extensions['code']]).toEqual([401, 'UNAUTHENTICATED']);
    // Nobody else's session ended, and the person may come in again at once.
    expect((await stack.graphql(other, portalViewer)).data).toMatchObject({ viewer: {} });
    expect((await stack.graphql(await stack.signIn(email), portalViewer)).data).toMatchObject({ viewer: { user: { email } } });
    expect((await stack.graphql({ token: await stack.tokenOf(email) }, viewer)).status).toBe(200);
  });

  describe('of a program with a bearer token', () => {
    const { privateKey, publicKey } = newRsaPair();
    let token: string;
    let claims: ReturnType<typeof decodeJwt>;
    beforeAll(async () => {
      token = await stack.tokenOf(email);
      claims = decodeJwt(token);
    });
    const providerKey = async (): Promise<string> => {
      const { keys } = (await (await fetch(`${claims.iss ?? ''}jwks/`)).json()) as { keys: object[] };
      return createPublicKey({ key: keys[0] as never, format: 'jwk' }).export({ type: 'spki', format: 'pem' }).toString();
    };
    const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const now = Math.floor(Date.now() / 1_000);

    it('works with the one the provider gave', async () => {
      expect((await stack.graphql({ token }, viewer)).data).toEqual({ viewer: { user: { email } } });
    });

    const forged: [string, () => Promise<string> | string][] = [
      ['expired', () => new SignJWT({ ...claims, exp: now - 60 }).setProtectedHeader(decodeProtectedHeader(token) as never).sign(privateKey)],
      ['signed by another key', () => new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ: 'JWT' }).sign(privateKey)],
      ['signed by another key under the provider’s kid', () => new SignJWT(claims).setProtectedHeader(decodeProtectedHeader(token) as never).sign(privateKey)],
      ['that brings its own key', () => new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ: 'JWT', jwk: publicKey.export({ format: 'jwk' }) as never }).sign(privateKey)],
      ['of algorithm none', () => `${base64({ alg: 'none', typ: 'JWT' })}.${base64(claims)}.`],
      ['of algorithm none with a signature', () => `${base64({ alg: 'None', typ: 'JWT' })}.${base64(claims)}.${token.split('.')[2] ?? ''}`],
      ['signed by HS256 with the provider’s public key', async () => new SignJWT(claims).setProtectedHeader({ ...decodeProtectedHeader(token), alg: 'HS256' } as never).sign(Buffer.from(await providerKey()))],
      ['with another person in it', () => `${token.split('.')[0] ?? ''}.${base64({ ...claims, sub: 'someone-else' })}.${token.split('.')[2] ?? ''}`],
      ['of a foreign issuer', () => new SignJWT({ ...claims, iss: 'https://evil.test/application/o/dezky-cli/' }).setProtectedHeader({ alg: 'RS256' }).sign(privateKey)],
      ['of an issuer that only begins like ours', () => new SignJWT({ ...claims, iss: `${stack.places.authentikUrl}.evil.test/application/o/dezky-cli/` }).setProtectedHeader({ alg: 'RS256' }).sign(privateKey)],
      ['of an issuer that climbs out of its folder', () => new SignJWT({ ...claims, iss: `${stack.places.authentikUrl}/application/o/../../evil/` }).setProtectedHeader({ alg: 'RS256' }).sign(privateKey)],
      ['of an application that is not there', () => new SignJWT({ ...claims, iss: `${stack.places.authentikUrl}/application/o/no-such/` }).setProtectedHeader({ alg: 'RS256' }).sign(privateKey)],
      ['that is no token', () => 'garbage'],
      ['of three empty parts', () => '..'],
    ];
    it.each(forged)('refuses one %s', async (_what, make) => {
      const answer = await stack.graphql({ token: await make() }, viewer);
      expect([answer.status, answer.data, answer.errors[0]?.extensions]).toEqual([401, null, { code: 'UNAUTHENTICATED', requestId: expect.any(String) as string }]);
    });

    it('refuses an access token that has expired, though the provider signed it', async () => {
      jest.useFakeTimers({ now: Date.now() + 10 * 60_000, doNotFake: ['setTimeout', 'setInterval', 'setImmediate', 'nextTick', 'queueMicrotask', 'clearTimeout', 'clearInterval', 'clearImmediate', 'performance', 'hrtime'] });
      try {
        expect((await stack.graphql({ token }, viewer)).status).toBe(401);
      } finally {
        jest.useRealTimers();
      }
      expect((await stack.graphql({ token }, viewer)).status).toBe(200);
    });

    it('refuses an ID token, which says who somebody is and opens nothing', async () => {
      const { cookie } = await stack.signIn(email);
      const idToken = new URL((await logout(cookie)).headers.get('location') ?? '').searchParams.get('id_token_hint') ?? '';
      expect(decodeJwt(idToken)).toMatchObject({ aud: 'dezky-portal', sub: claims.sub });
      expect((await stack.graphql({ token: idToken }, viewer)).status).toBe(401);
    });

    it('refuses a token of an application that is no partner’s client', async () => {
      const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: 'northwind', client_secret: stack.secrets.partnerClientSecret, scope: 'tenant:read members:read' });
      const answer = (await (await fetch(`${stack.places.authentikUrl}/application/o/token/`, { method: 'POST', body: form })).json()) as { access_token: string };
      // Without the demonstration nobody has made this client a partner's.
      expect(decodeJwt(answer.access_token)).toMatchObject({ aud: 'northwind' });
      expect((await stack.graphql({ token: answer.access_token }, '{ tenants { totalCount } }')).status).toBe(401);
    });

    it.each(['Basic dXNlcjpwYXNz', 'Bearer', 'Bearer  ', 'bearer garbage', 'DPoP x'])('refuses the header %j, also beside a good session', async (authorization) => {
      const { cookie } = await stack.signIn(email);
      const answer = await post(cookie, { authorization, origin: stack.url, 'x-dezky-csrf': '1' });
      expect(answer.status).toBe(401);
    });
  });
});

/** Follows a sign-out through the provider, whose page asks to submit a form. */
async function endSession(browser: SignInBrowser, address: string, end: string): Promise<string> {
  let page = await browser.visit(address);
  for (let hops = 0; hops < 3 && page.html.includes('<form') && !page.url.href.startsWith(end); hops += 1) page = await browser.submit(page);
  return page.url.href;
}

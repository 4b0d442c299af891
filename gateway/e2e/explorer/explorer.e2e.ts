import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SignInBrowser } from '@dezky/sandbox/authentik/sign-in-browser';
import { type TestStack, cookiesOf, startTestStack } from '@dezky/stack/test-stack.fixture';

const explorerDirectory = resolve(__dirname, '..', '..', 'dist-explorer');
const email = 'operator@dezky.test';

const start = async (operatorHost?: string): Promise<TestStack> => {
  if (!existsSync(join(explorerDirectory, 'explorer.html'))) throw new Error('The Explorer is not built. Run `npm run build` first.');
  return startTestStack({ demo: true, explorerDirectory, ...(operatorHost ? { operatorHost } : {}) });
};
const open = (url: string, cookie?: string, init: RequestInit = {}): Promise<Response> => fetch(url, { redirect: 'manual', ...init, headers: cookie ? { cookie: `dezky_session=${cookie}` } : {} });

describe('the Explorer beside the portal', () => {
  let stack: TestStack;
  beforeAll(async () => {
    stack = await start();
  }, 120_000);
  afterAll(() => stack.stop());

  it('opens in the session of an operator', async () => {
    const { cookie } = await stack.signIn(email);
    const answer = await open(`${stack.url}/explorer`, cookie);
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('<div id="explorer">')]);
  });

  it('sends whoever is not signed in there and back', async () => {
    for (const cookie of [undefined, 'stale']) {
      const answer = await open(`${stack.url}/explorer`, cookie);
      expect([answer.status, answer.headers.get('location')]).toEqual([302, '/auth/login?returnTo=/explorer']);
    }
    const login = await open(`${stack.url}/auth/login?returnTo=/explorer`);
    const { url } = await new SignInBrowser(`${stack.url}/auth/callback`).signIn(login.headers.get('location') ?? '', email, stack.passwordOf(email));
    const landing = await fetch(url, { redirect: 'manual', headers: { cookie: cookiesOf(login) } });
    expect(landing.headers.get('location')).toBe('/explorer');
  });

  it.each(['admin@acme.test', 'member@acme.test', 'staff@northwind.test'])('says to %s that it is for operators', async (address) => {
    const { cookie } = await stack.signIn(address);
    const answer = await open(`${stack.url}/explorer`, cookie);
    const text = await answer.text();
    expect([answer.status, text]).toEqual([403, expect.stringContaining('The Explorer is for operators')]);
    expect(text).not.toContain('id="explorer"');
  });

  it('allows scripts, workers, fonts and requests of our own origin alone', async () => {
    const { cookie } = await stack.signIn(email);
    const policy = (await open(`${stack.url}/explorer`, cookie)).headers.get('content-security-policy') ?? '';
    const directives = Object.fromEntries(policy.split('; ').map((directive) => [directive.split(' ')[0] ?? '', directive.split(' ').slice(1).join(' ')]));
    expect(directives).toEqual({
      'default-src': "'none'",
      'script-src': "'self'",
      'worker-src': "'self'",
      'connect-src': "'self'",
      'font-src': "'self'",
      'style-src': "'self' 'unsafe-inline'",
      'img-src': "'self' data:",
      'form-action': `'self' ${stack.places.authentikUrl}`,
      'base-uri': "'none'",
      'frame-ancestors': "'none'",
    });
  });

  it('comes compressed, is kept by browsers, and names no other host', async () => {
    const { cookie } = await stack.signIn(email);
    const script = /src="(\/explorer\/explorer-[A-Z0-9]{8}\.js)"/.exec(await (await open(`${stack.url}/explorer`, cookie)).text())?.[1] ?? '';
    const answer = await fetch(`${stack.url}${script}`, { headers: { 'accept-encoding': 'br' } });
    expect([answer.status, answer.headers.get('content-encoding'), answer.headers.get('cache-control')]).toEqual([200, 'br', 'public, max-age=31536000, immutable']);
    const style = readdirSync(explorerDirectory).find((name) => /^explorer-.*\.css$/.test(name)) ?? '';
    expect(await (await fetch(`${stack.url}/explorer/${style}`)).text()).not.toMatch(/url\(["']?(https?:|\/\/|data:font)/);
  });

  it('has nothing beside its files', async () => {
    expect((await open(`${stack.url}/explorer/`)).headers.get('location')).toBe('/explorer');
    for (const path of ['/explorer/nothing', '/explorer/nothing.js', '/explorer/..%2f..%2fpackage.json', '/explorer/built-from/x']) expect([path, (await open(`${stack.url}${path}`)).status]).toEqual([path, 404]);
    expect((await open(`${stack.url}/explorer`, undefined, { method: 'POST' })).status).toBe(405);
  });
});

describe('the Explorer on a host of its own', () => {
  let stack: TestStack;
  let operators: string;
  beforeAll(async () => {
    stack = await start('127.0.0.1');
    operators = stack.url.replace('localhost', '127.0.0.1');
  }, 120_000);
  afterAll(() => stack.stop());

  /** Signs in at the origin and returns the cookie of the session there. */
  const signIn = async (origin: string): Promise<string> => {
    const login = await open(`${origin}/auth/login?returnTo=/explorer`);
    expect(new URL(login.headers.get('location') ?? '').searchParams.get('redirect_uri')).toBe(`${origin}/auth/callback`);
    const { url } = await new SignInBrowser(`${origin}/auth/callback`).signIn(login.headers.get('location') ?? '', email, stack.passwordOf(email));
    const landing = await fetch(url, { redirect: 'manual', headers: { cookie: cookiesOf(login) } });
    expect([landing.status, landing.headers.get('location')]).toEqual([303, '/explorer']);
    return /dezky_session=([^;]+)/.exec(cookiesOf(landing))?.[1] ?? '';
  };
  const ask = (at: string, cookie: string, origin: string): Promise<Response> =>
    fetch(`${at}/graphql`, { method: 'POST', headers: { cookie: `dezky_session=${cookie}`, origin, 'x-dezky-csrf': '1', 'content-type': 'application/json' }, body: '{ "query": "{ viewer { isOperator } }" }' });

  it('is only there', async () => {
    const answer = await open(`${stack.url}/explorer`, await signIn(stack.url));
    expect([answer.status, answer.headers.get('location')]).toEqual([302, `${operators}/explorer`]);
  });

  it('signs in there, uses the session there, and signs out there', async () => {
    const cookie = await signIn(operators);
    expect((await open(`${operators}/explorer`, cookie)).status).toBe(200);
    expect(await (await ask(operators, cookie, operators)).json()).toMatchObject({ data: { viewer: { isOperator: true } } });
    const out = await open(`${operators}/auth/logout`, cookie, { method: 'POST' });
    expect(out.status).toBe(403);
    const left = await fetch(`${operators}/auth/logout`, { method: 'POST', redirect: 'manual', headers: { cookie: `dezky_session=${cookie}`, origin: operators } });
    expect(new URL(left.headers.get('location') ?? '').searchParams.get('post_logout_redirect_uri')).toBe(`${operators}/signed-out`);
    expect((await ask(operators, cookie, operators)).status).toBe(401);
  });

  it('takes no request from a page of the portal, nor the portal one of the Explorer', async () => {
    const cookie = await signIn(operators);
    expect((await ask(operators, cookie, stack.url)).status).toBe(403);
    expect((await ask(stack.url, cookie, operators)).status).toBe(403);
    expect((await ask(operators, cookie, 'https://evil.test')).status).toBe(403);
  });
});

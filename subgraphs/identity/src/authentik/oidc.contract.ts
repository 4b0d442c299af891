import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AuthentikSandbox, startAuthentikSandbox } from '@dezky/sandbox/authentik/authentik-sandbox';
import { SignInBrowser } from '@dezky/sandbox/authentik/sign-in-browser';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import * as client from 'openid-client';

const portal = 'http://portal.test:4000';
const callback = `${portal}/auth/callback`;
const signedOut = `${portal}/signed-out`;
const password = 'correct horse battery';

/** Signing in needs a person's password and an application made for the purpose: skipped where a real server is named. */
const describeOnSandbox = process.env['AUTHENTIK_URL'] ? describe.skip : describe;

/** What the gateway and the partners' clients rely on at sign-in. */
describeOnSandbox('OpenID Connect contract, on the sandbox', () => {
  let directory: string;
  let sandbox: AuthentikSandbox;
  let config: client.Configuration;

  const start = async (port: number): Promise<void> => {
    sandbox = await startAuthentikSandbox({
      port,
      directory,
      adminToken: 'admin-token',
      applications: [
        { slug: 'dezky-portal', clientId: 'portal', clientSecret: 'portal-secret', redirectUris: [callback], postLogoutRedirectUris: [signedOut], grantTypes: ['authorization_code', 'refresh_token'] },
        { slug: 'northwind', clientId: 'northwind', clientSecret: 'northwind-secret', redirectUris: [], postLogoutRedirectUris: [], grantTypes: ['client_credentials'], scopes: ['members:read', 'members:write'] },
      ],
    });
  };
  const discover = (slug: string, id: string, authentication: client.ClientAuth): Promise<client.Configuration> =>
    client.discovery(new URL(sandbox.issuer(slug)), id, undefined, authentication, { execute: [client.allowInsecureRequests] });

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'authentik-'));
    await start(0);
    await sandbox.seedAccount({ username: 'ada', email: 'ada@acme.test', name: 'Ada Lovelace', password });
    config = await discover('dezky-portal', 'portal', client.ClientSecretPost('portal-secret'));
  });
  afterEach(async () => {
    await sandbox.close();
    rmSync(directory, { recursive: true });
  });

  const authorization = async (more: Record<string, string> = {}) => {
    const verifier = client.randomPKCECodeVerifier();
    const state = client.randomState();
    const nonce = client.randomNonce();
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: callback, scope: 'openid profile email offline_access', state, nonce,
      code_challenge: await client.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
      ...more,
    });
    const exchange = (answer: URL): ReturnType<typeof client.authorizationCodeGrant> =>
      client.authorizationCodeGrant(config, answer, { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true });
    return { url, exchange };
  };
  const signIn = async (browser = new SignInBrowser(portal)) => {
    const { url, exchange } = await authorization();
    const visit = await browser.signIn(url, 'ada', password);
    return { browser, tokens: await exchange(visit.url) };
  };
  const api = (method: string, path: string, body?: unknown): Promise<Response> =>
    fetch(`${sandbox.url}/api/v3${path}`, {
      method,
      headers: { authorization: 'Bearer admin-token', 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  /** After a restart the connections that fetch keeps are closed, which it learns by using them. */
  const answers = async (): Promise<void> => {
    for (;;) {
      const answer = await fetch(config.serverMetadata().jwks_uri ?? '').catch(() => undefined);
      if (answer?.ok) return;
    }
  };
  const subject = (): { pk: number } => {
    const account = sandbox.accounts().find(({ username }) => username === 'ada');
    if (!account) throw new Error('ada was not seeded');
    return account;
  };

  it('names an issuer with a trailing slash and endpoints that all applications share', () => {
    const { issuer, authorization_endpoint, token_endpoint, userinfo_endpoint, jwks_uri, end_session_endpoint } = config.serverMetadata();
    expect({ issuer, authorization_endpoint, token_endpoint, userinfo_endpoint, jwks_uri, end_session_endpoint }).toEqual({
      issuer: `${sandbox.url}/application/o/dezky-portal/`,
      authorization_endpoint: `${sandbox.url}/application/o/authorize/`,
      token_endpoint: `${sandbox.url}/application/o/token/`,
      userinfo_endpoint: `${sandbox.url}/application/o/userinfo/`,
      jwks_uri: `${sandbox.url}/application/o/dezky-portal/jwks/`,
      end_session_endpoint: `${sandbox.url}/application/o/dezky-portal/end-session/`,
    });
  });

  it('gives JWTs that carry what Authentik puts into them', async () => {
    await api('POST', '/core/groups/', { name: 'acme', users: [subject().pk] });
    const { tokens } = await signIn();
    const { payload } = await jwtVerify(tokens.access_token, createRemoteJWKSet(new URL(config.serverMetadata().jwks_uri ?? '')), {
      issuer: sandbox.issuer('dezky-portal'), audience: 'portal', typ: 'JWT', algorithms: ['RS256'],
    });
    const account = (await (await api('GET', `/core/users/${subject().pk}/`)).json()) as { uuid: string };
    expect(payload).toMatchObject({
      sub: account.uuid, azp: 'portal', scope: 'openid profile email offline_access', groups: ['acme'],
      preferred_username: 'ada', email: 'ada@acme.test', email_verified: false, name: 'Ada Lovelace',
    });
    expect(payload.uid).toEqual(expect.any(String));
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(300);
    expect(tokens.claims()).toMatchObject({ sub: account.uuid, email: 'ada@acme.test', name: 'Ada Lovelace', preferred_username: 'ada', groups: ['acme'], sid: expect.any(String), amr: ['pwd'] });
    expect(decodeProtectedHeader(tokens.id_token ?? '')).toMatchObject({ alg: 'RS256' });
    expect(await client.fetchUserInfo(config, tokens.access_token, account.uuid)).toMatchObject({ email: 'ada@acme.test', groups: ['acme'] });
  });

  it('shows the form again with the reason when the password is wrong, and takes the address for the name', async () => {
    const browser = new SignInBrowser(portal);
    const { url, exchange } = await authorization();
    const page = await browser.visit(url);
    expect(page.headers.get('content-security-policy')).toContain(`form-action 'self' ${portal}`);
    const again = await browser.submit(page, { uid_field: 'Ada@ACME.test', password: 'wrong' });
    expect(again.html).toContain('role="alert"');
    expect(again.html).toContain('value="Ada@ACME.test"');
    const visit = await browser.submit(again, { uid_field: 'Ada@ACME.test', password });
    expect((await exchange(visit.url)).claims()?.preferred_username).toBe('ada');
  });

  it('makes the eleventh try wait, also with the right password', async () => {
    const browser = new SignInBrowser(portal);
    let page = await browser.visit((await authorization()).url);
    for (let tries = 0; tries < 10; tries += 1) page = await browser.submit(page, { uid_field: 'ada', password: 'wrong' });
    const visit = await browser.submit(page, { uid_field: 'ada', password });
    expect([visit.status, visit.html]).toEqual([429, expect.stringMatching(/Wait \d+ seconds/)]);
  });

  it('signs a known browser in without a form, and with one when told prompt=login', async () => {
    const { browser } = await signIn();
    const silent = await browser.visit((await authorization({ prompt: 'none', scope: 'openid' })).url);
    expect(silent.url.searchParams.get('code')).toEqual(expect.any(String));
    const asked = await browser.visit((await authorization({ prompt: 'login' })).url);
    expect(asked.html).toContain('name="password"');
    const { searchParams } = (await browser.submit(asked, { uid_field: 'ada', password })).url;
    expect(searchParams.get('code')).toEqual(expect.any(String));
  });

  it('rotates the refresh token, and refuses an old one without harm to the new', async () => {
    const { tokens } = await signIn();
    const first = tokens.refresh_token ?? '';
    expect(first).toHaveLength(128);
    const second = await client.refreshTokenGrant(config, first);
    expect(second.refresh_token).not.toBe(first);
    await expect(client.refreshTokenGrant(config, first)).rejects.toMatchObject({ error: 'invalid_grant', status: 400 });
    expect((await client.refreshTokenGrant(config, second.refresh_token ?? '')).claims()?.groups).toEqual([]);
  });

  it('keeps sign-ins and refresh tokens over a restart', async () => {
    const { browser, tokens } = await signIn();
    const { port } = sandbox;
    await sandbox.close();
    await start(port);
    await answers();
    expect((await client.refreshTokenGrant(config, tokens.refresh_token ?? '')).access_token).toEqual(expect.any(String));
    const silent = await browser.visit((await authorization({ prompt: 'none', scope: 'openid' })).url);
    expect(silent.url.searchParams.get('code')).toEqual(expect.any(String));
    await jwtVerify(tokens.access_token, createRemoteJWKSet(new URL(config.serverMetadata().jwks_uri ?? '')));
  });

  it('refuses a deactivated user everywhere at once', async () => {
    const { browser, tokens } = await signIn();
    expect((await api('PATCH', `/core/users/${subject().pk}/`, { is_active: false })).status).toBe(200);
    await expect(client.refreshTokenGrant(config, tokens.refresh_token ?? '')).rejects.toMatchObject({ error: 'invalid_grant' });
    const userinfo = await fetch(`${sandbox.url}/application/o/userinfo/`, { headers: { authorization: `Bearer ${tokens.access_token}` } });
    expect([userinfo.status, await userinfo.text(), userinfo.headers.get('www-authenticate')]).toEqual([401, '', 'error="invalid_token"']);
    const page = await browser.visit((await authorization()).url);
    const refused = await browser.submit(page, { uid_field: 'ada', password });
    expect(refused.html).toContain('role="alert"');
  });

  it('lists a session for each sign-in; deleting it leaves the refresh token', async () => {
    const { browser, tokens } = await signIn();
    await signIn();
    const list = (await (await api('GET', '/core/authenticated_sessions/?user__username=ada')).json()) as { results: { uuid: string; last_user_agent: string }[] };
    expect(list.results.map((session) => session.last_user_agent)).toEqual(['sign-in-browser', 'sign-in-browser']);
    for (const { uuid } of list.results) expect((await api('DELETE', `/core/authenticated_sessions/${uuid}/`)).status).toBe(204);
    const silent = await browser.visit((await authorization({ prompt: 'none', scope: 'openid' })).url);
    expect(silent.url.searchParams.get('error')).toBe('login_required');
    await expect(client.fetchUserInfo(config, tokens.access_token, client.skipSubjectCheck)).rejects.toThrow();
    expect((await client.refreshTokenGrant(config, tokens.refresh_token ?? '')).access_token).toEqual(expect.any(String));
  });

  it('ends the session and comes back to the registered address only', async () => {
    const { browser, tokens } = await signIn();
    const url = (to: string): URL => client.buildEndSessionUrl(config, { id_token_hint: tokens.id_token ?? '', post_logout_redirect_uri: to, state: 's1' });
    expect((await browser.visit(url('http://elsewhere.test/'))).status).toBe(400);
    const page = await browser.visit(url(signedOut));
    expect(page.headers.get('content-security-policy')).toMatch(/script-src 'nonce-[^']+'; form-action 'self' http:\/\/portal.test:4000/);
    expect((await browser.submit(page)).url.href).toBe(`${signedOut}?state=s1`);
    const silent = await browser.visit((await authorization({ prompt: 'none', scope: 'openid' })).url);
    expect(silent.url.searchParams.get('error')).toBe('login_required');
    expect(sandbox.accounts().find(({ username }) => username === 'ada')?.sessions).toBe(0);
  });

  it('does not redirect to an address that is not registered, nor to an unknown client', async () => {
    const browser = new SignInBrowser('http://elsewhere.test');
    const { url } = await authorization({ redirect_uri: 'http://elsewhere.test/' });
    expect((await browser.visit(url)).status).toBe(400);
    url.searchParams.set('client_id', 'nobody');
    expect((await browser.visit(url)).status).toBe(400);
  });

  it.each([
    ['in the form', client.ClientSecretPost('northwind-secret')],
    ['as Basic', client.ClientSecretBasic('northwind-secret')],
  ])('gives a partner its token with the secret %s, and drops scopes that it has not', async (_way, authentication) => {
    const partner = await discover('northwind', 'northwind', authentication);
    const tokens = await client.clientCredentialsGrant(partner, { scope: 'members:read tenants:delete' });
    const { payload } = await jwtVerify(tokens.access_token, createRemoteJWKSet(new URL(partner.serverMetadata().jwks_uri ?? '')), { typ: 'JWT' });
    expect(payload).toMatchObject({ sub: 'northwind', aud: 'northwind', azp: 'northwind', scope: 'members:read', iss: sandbox.issuer('northwind') });
    expect(tokens.refresh_token).toBeUndefined();
  });

  it('refuses a wrong secret and a grant that the client has not', async () => {
    const wrong = await discover('northwind', 'northwind', client.ClientSecretPost('wrong'));
    await expect(client.clientCredentialsGrant(wrong)).rejects.toMatchObject({ error: 'invalid_client' });
    await expect(client.clientCredentialsGrant(config)).rejects.toMatchObject({ error: 'invalid_grant' });
  });
});

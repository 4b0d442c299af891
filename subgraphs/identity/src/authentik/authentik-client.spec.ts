import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AuthentikSandbox, startAuthentikSandbox } from '@dezky/sandbox/authentik/authentik-sandbox';
import { SignInBrowser } from '@dezky/sandbox/authentik/sign-in-browser';
import { type AuthentikClient, createAuthentikClient, type SignInAccount } from './authentik-client';

const callback = 'http://portal.test/callback';
const password = 'correct horse battery';

/** What needs sign-ins or faults, which a contract on a server in use cannot make. */
describe('AuthentikClient', () => {
  let directory: string;
  let sandbox: AuthentikSandbox;
  let client: AuthentikClient;

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'authentik-'));
    sandbox = await startAuthentikSandbox({
      port: 0,
      directory,
      adminToken: 'admin-token',
      maximumPageSize: 2,
      applications: [{ slug: 'portal', clientId: 'portal', clientSecret: 's', redirectUris: [callback], postLogoutRedirectUris: [], grantTypes: ['authorization_code', 'refresh_token'] }],
    });
    client = createAuthentikClient({ url: sandbox.url, token: 'admin-token' });
  });
  afterEach(async () => {
    await client.close();
    await sandbox.close();
    rmSync(directory, { recursive: true });
  });

  const ensure = (username: string): Promise<SignInAccount> => client.ensureAccount({ username, email: `${username}@acme.test`, displayName: username, key: `key-${username}` });
  const person = async (username: string): Promise<SignInAccount> => {
    const account = await ensure(username);
    await client.setPassword(account.pk, password);
    return account;
  };
  const token = async (form: Record<string, string>): Promise<{ status: number; body: { refresh_token?: string; error?: string } }> => {
    const answer = await fetch(`${sandbox.url}/application/o/token/`, { method: 'POST', body: new URLSearchParams({ client_id: 'portal', client_secret: 's', ...form }) });
    return { status: answer.status, body: (await answer.json()) as { refresh_token?: string; error?: string } };
  };
  const refresh = (refreshToken: string) => token({ grant_type: 'refresh_token', refresh_token: refreshToken });
  const signIn = async (username: string): Promise<string> => {
    const query = new URLSearchParams({ client_id: 'portal', redirect_uri: callback, response_type: 'code', scope: 'openid offline_access' });
    const { url } = await new SignInBrowser(callback).signIn(`${sandbox.url}/application/o/authorize/?${query}`, username, password);
    const { body } = await token({ grant_type: 'authorization_code', code: url.searchParams.get('code') ?? '', redirect_uri: callback });
    return body.refresh_token ?? '';
  };

  it('ends the sessions and refresh tokens of one account and no other', async () => {
    const ada = await person('ada');
    const bob = await person('bob');
    const [adasToken, bobsToken] = [await signIn('ada'), await signIn('bob')];
    await signIn('ada');
    expect([await client.countSessions(ada), await client.countSessions(bob)]).toEqual([2, 1]);
    expect((await client.getAccount(ada.pk))?.lastSignInAt).toBeInstanceOf(Date);

    expect(await client.endSessions(ada.pk)).toBe(2);
    expect([await client.countSessions(ada), await client.countSessions(bob)]).toEqual([0, 1]);
    expect(await refresh(adasToken)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect((await refresh(bobsToken)).status).toBe(200);
  });

  it('signs a deactivated account out for good, and lets it in again without its old tokens', async () => {
    const ada = await person('ada');
    const old = await signIn('ada');
    await client.setActive(ada.pk, false);
    expect(await client.countSessions(ada)).toBe(0);
    expect((await refresh(old)).body.error).toBe('invalid_grant');
    expect(await signIn('ada').catch(() => '')).toBe('');
    await client.setActive(ada.pk, true);
    expect((await refresh(old)).body.error).toBe('invalid_grant');
    expect(await signIn('ada')).toHaveLength(128);
  });

  it('reads lists of many pages', async () => {
    const ada = await person('ada');
    for (let count = 0; count < 5; count += 1) await signIn('ada');
    expect(await client.countSessions(ada)).toBe(5);
    expect(await client.endSessions(ada.pk)).toBe(5);
  });

  it('counts second factors of the account alone', async () => {
    const [ada, bob] = [await person('ada'), await person('bob')];
    for (const kind of ['totp', 'static'] as const) sandbox.addAuthenticator(ada.pk, kind);
    sandbox.addAuthenticator(bob.pk, 'webauthn');
    expect([await client.countAuthenticators(ada.pk), await client.countAuthenticators(bob.pk)]).toEqual([2, 1]);
  });

  it('adopts the account whose creation was answered to nobody', async () => {
    sandbox.faults.add({ match: { method: 'POST', path: /core\/users\/$/ }, kind: 'answer-lost', times: 1 });
    await expect(ensure('ada')).rejects.toMatchObject({ fault: 'UNREACHABLE', passing: true });
    const ada = await ensure('ada');
    expect(ada.username).toBe('ada');
    expect(sandbox.accounts().filter(({ username }) => username === 'ada')).toHaveLength(1);
  });

  it('repeats a read that met a fault, and says when Authentik stays silent', async () => {
    const { pk } = await person('ada');
    sandbox.faults.add({ match: { method: 'GET' }, kind: 'down', times: 2 });
    expect(await client.getAccount(pk)).toMatchObject({ username: 'ada' });
    const impatient = createAuthentikClient({ url: sandbox.url, token: 'admin-token', timeoutMs: 100 });
    sandbox.faults.add({ match: { method: 'POST' }, kind: 'slow', delayMs: 400, times: 1 });
    await expect(impatient.setPassword(pk, 'x')).rejects.toMatchObject({ fault: 'TIMEOUT' });
    await impatient.close();
    sandbox.faults.add({ match: {}, kind: 'down' });
    await expect(client.ping()).rejects.toMatchObject({ system: 'AUTHENTIK', fault: 'UNREACHABLE' });
  });

  it('keeps accounts over a restart', async () => {
    const ada = await person('ada');
    await sandbox.close();
    sandbox = await startAuthentikSandbox({ port: 0, directory, adminToken: 'admin-token', applications: [] });
    const again = createAuthentikClient({ url: sandbox.url, token: 'admin-token' });
    expect(await again.getAccount(ada.pk)).toEqual(await again.findAccount('ada'));
    await again.close();
  });
});

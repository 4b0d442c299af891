import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startAuthentikSandbox } from '../authentik/authentik-sandbox';
import { SignInBrowser } from '../authentik/sign-in-browser';
import { type OcisSandbox, startOcisSandbox } from './ocis-sandbox';

describe('startOcisSandbox', () => {
  let directory: string;
  let sandbox: OcisSandbox;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'ocis-'));
  });
  afterEach(async () => {
    await sandbox.close();
    rmSync(directory, { recursive: true });
  });

  const admin = async (method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> => {
    const { accessToken } = sandbox.signIn('admin');
    const answer = await fetch(`${sandbox.url}/graph/v1.0${path}`, { method, headers: { authorization: `Bearer ${accessToken}` }, ...(body !== undefined && { body: JSON.stringify(body) }) });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? null : (JSON.parse(text) as unknown) };
  };

  it('keeps accounts, roles and credentials over a restart', async () => {
    sandbox = await startOcisSandbox({ port: 0, directory, adminUserId: '11111111-1111-4111-8111-111111111111' });
    await admin('POST', '/users', { onPremisesSamAccountName: 'ada', displayName: 'Ada' });
    const { refreshToken } = sandbox.credential();
    await sandbox.close();

    sandbox = await startOcisSandbox({ port: 0, directory });
    expect((await admin('GET', '/users/ada')).body).toMatchObject({ displayName: 'Ada' });
    expect((await admin('GET', '/me')).body).toMatchObject({ id: '11111111-1111-4111-8111-111111111111' });
    const body = new URLSearchParams({ grant_type: 'refresh_token', client_id: 'web', refresh_token: refreshToken });
    expect((await fetch(`${sandbox.url}/konnect/v1/token`, { method: 'POST', body })).status).toBe(200);
  });

  it('has one role a user, which takes effect with the next request', async () => {
    sandbox = await startOcisSandbox({ port: 0, directory });
    const { id } = (await admin('POST', '/users', { onPremisesSamAccountName: 'ada', displayName: 'Ada' })).body as { id: string };
    const { accessToken } = sandbox.signIn('ada');
    const list = async (): Promise<number> => (await fetch(`${sandbox.url}/graph/v1.0/users`, { headers: { authorization: `Bearer ${accessToken}` } })).status;
    expect(await list()).toBe(403);
    const applications = (await admin('GET', '/applications')).body as { value: { id: string; appRoles: { id: string; displayName: string }[] }[] };
    const [application] = applications.value;
    const role = application?.appRoles.find(({ displayName }) => displayName === 'Admin');
    const assigned = await admin('POST', `/users/${id}/appRoleAssignments`, { principalId: id, resourceId: application?.id, appRoleId: role?.id });
    expect([assigned.status, await list()]).toEqual([201, 200]);
    expect((await admin('GET', `/users/${id}/appRoleAssignments`)).body).toMatchObject({ value: [{ appRoleId: role?.id }] });
  });

  it('takes the tokens of an external issuer, and makes the drive with the first of them', async () => {
    const callback = 'http://portal.test/callback';
    const authentik = await startAuthentikSandbox({
      port: 0,
      directory,
      adminToken: 'admin-token',
      applications: [{ slug: 'ocis', clientId: 'web', public: false, clientSecret: 's', redirectUris: [callback], postLogoutRedirectUris: [], grantTypes: ['authorization_code'] }],
    });
    sandbox = await startOcisSandbox({ port: 0, directory, externalIssuer: authentik.issuer('ocis') });
    await authentik.seedAccount({ username: 'ada@acme.test', email: 'ada@acme.test', name: 'Ada', password: 'correct horse battery' });
    const query = new URLSearchParams({ client_id: 'web', redirect_uri: callback, response_type: 'code', scope: 'openid profile' });
    const { url } = await new SignInBrowser(callback).signIn(`${authentik.url}/application/o/authorize/?${query}`, 'ada@acme.test', 'correct horse battery');
    const form = { grant_type: 'authorization_code', client_id: 'web', client_secret: 's', redirect_uri: callback, code: url.searchParams.get('code') ?? '' };
    const tokens = (await (await fetch(`${authentik.url}/application/o/token/`, { method: 'POST', body: new URLSearchParams(form) })).json()) as { access_token: string };
    const me = (): Promise<Response> => fetch(`${sandbox.url}/graph/v1.0/me/drive`, { headers: { authorization: `Bearer ${tokens.access_token}` } });

    expect((await me()).status).toBe(401);
    await admin('POST', '/users', { onPremisesSamAccountName: 'ada@acme.test', displayName: 'Ada' });
    expect(await (await me()).json()).toMatchObject({ name: 'Ada', driveType: 'personal' });
    await authentik.close();
    expect((await me()).status).toBe(200);
    // At once, also for a token that is known and good.
    for (const [accountEnabled, status] of [[false, 401], [true, 200]] as const) {
      await admin('PATCH', '/users/ada@acme.test', { accountEnabled });
      expect((await me()).status).toBe(status);
    }
    await admin('DELETE', '/users/ada@acme.test');
    expect((await me()).status).toBe(401);
  });
});

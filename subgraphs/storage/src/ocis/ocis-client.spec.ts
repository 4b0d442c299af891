import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OcisSandbox, type OcisSandboxOptions, startOcisSandbox } from '@dezky/sandbox/ocis/ocis-sandbox';
import { createOcisClient, type OcisClient } from './ocis-client';

/** What needs sign-ins, short tokens or faults, which a contract on a server in use cannot make. */
describe('OcisClient', () => {
  let directory: string;
  let sandbox: OcisSandbox;
  let client: OcisClient;
  let stored: string;
  let saved: string[];

  const start = async (options: Partial<OcisSandboxOptions> = {}): Promise<void> => {
    sandbox = await startOcisSandbox({ port: 0, directory, ...options });
    stored = sandbox.credential().refreshToken;
    saved = [];
    client = createOcisClient({
      ...sandbox.credential(),
      credentialStore: {
        load: async () => stored,
        save: async (token) => {
          saved.push(token);
          stored = token;
        },
      },
    });
  };
  const stop = async (): Promise<void> => {
    await client.close();
    await sandbox.close();
  };
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'ocis-'));
  });
  afterEach(async () => {
    await stop();
    rmSync(directory, { recursive: true });
  });

  const ada = { username: 'ada@acme.test', displayName: 'Ada Lovelace', mail: 'ada@acme.test' };
  const refreshes = async (): Promise<number> => {
    const requests = (await (await fetch(`${sandbox.url}/__sandbox/requests`)).json()) as { path: string }[];
    return requests.filter(({ path }) => path === '/konnect/v1/token').length;
  };

  it('refreshes once for many callers, and stores the newest refresh token before it uses the access token', async () => {
    await start({ refreshRotation: 'revoke-on-use' });
    await Promise.all([client.ping(), client.ping(), client.listPersonalDrives()]);
    expect(await refreshes()).toBe(1);
    expect(saved).toEqual([stored]);
  });

  it('renews a refused token once, tries once more, and then reports the credential', async () => {
    await start({ accessTokenSeconds: 0 });
    await expect(client.ping()).rejects.toMatchObject({ fault: 'UNAUTHORIZED', status: 401 });
    expect(await refreshes()).toBe(2);
  });

  it('uses the successor that another process stored meanwhile', async () => {
    await start({ refreshRotation: 'revoke-on-use' });
    const spent = stored;
    await client.ping();
    const successor = stored;
    const answers = [spent, successor];
    const other = createOcisClient({ ...sandbox.credential(), credentialStore: { load: async () => answers.shift() ?? successor, save: async () => undefined } });
    await other.ping();
    await other.close();
  });

  it('says that an operator has to mend a credential of a disabled account', async () => {
    await start();
    await client.ensureAccount(ada);
    const { refreshToken } = sandbox.signIn(ada.username);
    const account = await client.getAccount(ada.username);
    await client.setEnabled(account?.id ?? '', false);
    const other = createOcisClient({ ...sandbox.credential(), credentialStore: { load: async () => refreshToken, save: async () => undefined } });
    await expect(other.ping()).rejects.toMatchObject({ fault: 'UNAUTHORIZED', code: 'invalid_grant' });
    await other.close();
  });

  it('reads the drive that the owner’s first sign-in makes, and removes it with the account', async () => {
    await start();
    const { id } = await client.ensureAccount(ada);
    expect(await client.driveOf(id)).toBeNull();
    sandbox.signIn(ada.username);
    sandbox.fillDrive(ada.username, 9_007_199_254_740_993n);
    expect(await client.driveOf(id)).toMatchObject({ ownerId: id, name: 'Ada Lovelace', usedBytes: 9_007_199_254_740_993n, quotaBytes: null });
    await client.deleteAccount(id);
    expect(await client.driveOf(id)).toBeNull();
    expect((await client.listPersonalDrives()).map((drive) => drive.ownerId)).not.toContain(id);
  });

  it('refuses a disabled account’s live token at once', async () => {
    await start();
    const { id } = await client.ensureAccount(ada);
    const { accessToken } = sandbox.signIn(ada.username);
    const me = async (): Promise<number> => (await fetch(`${sandbox.url}/graph/v1.0/me`, { headers: { authorization: `Bearer ${accessToken}` } })).status;
    expect(await me()).toBe(200);
    await client.setEnabled(id, false);
    expect(await me()).toBe(401);
    await client.setEnabled(id, true);
    expect(await me()).toBe(200);
  });

  it('adopts the account whose creation was answered to nobody', async () => {
    await start();
    await client.ping();
    sandbox.faults.add({ match: { method: 'POST', path: /users$/ }, kind: 'answer-lost', times: 1 });
    await expect(client.ensureAccount(ada)).rejects.toMatchObject({ fault: 'UNREACHABLE', passing: true });
    expect((await client.ensureAccount(ada)).username).toBe(ada.username);
    expect(sandbox.drives().filter(({ username }) => username === ada.username)).toHaveLength(1);
  });

  it('tells a second factor from a wrong role', async () => {
    await start();
    sandbox.requireMfa(true);
    await expect(client.listPersonalDrives()).rejects.toMatchObject({ fault: 'UNAUTHORIZED', code: 'mfaRequired' });
    sandbox.requireMfa(false);
    await client.ensureAccount(ada);
    const { refreshToken } = sandbox.signIn(ada.username);
    const other = createOcisClient({ ...sandbox.credential(), credentialStore: { load: async () => refreshToken, save: async () => undefined } });
    await expect(other.deleteAccount('x')).rejects.toMatchObject({ fault: 'UNAUTHORIZED', code: 'accessDenied' });
    await other.close();
  });

  it('says when OCIS or its identity provider stays silent', async () => {
    await start();
    sandbox.faults.add({ match: { path: /konnect/ }, kind: 'down' });
    await expect(client.ping()).rejects.toMatchObject({ system: 'OCIS', fault: 'UNREACHABLE' });
    sandbox.faults.clear();
    const impatient = createOcisClient({ ...sandbox.credential(), timeoutMs: 150, credentialStore: { load: async () => sandbox.credential().refreshToken, save: async () => undefined } });
    sandbox.faults.add({ match: { method: 'POST', path: /\/users/ }, kind: 'slow', delayMs: 600, times: 1 });
    await expect(impatient.ensureAccount(ada)).rejects.toMatchObject({ fault: 'TIMEOUT' });
    await impatient.close();
  });
});

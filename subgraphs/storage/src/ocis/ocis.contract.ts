import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOcisSandbox } from '@dezky/sandbox/ocis/ocis-sandbox';
import type { CredentialStore } from './access-token';
import { createOcisClient, type OcisClient, type StorageAccount } from './ocis-client';

interface Reached {
  readonly url: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly refreshToken: string;
  release(): Promise<void>;
}

/**
 * What the storage subgraph relies on in OCIS. Makes accounts under random names and deletes them
 * again, so that it may run on a server in use. With an issuer that revokes refresh tokens on use,
 * the given one is spent afterwards.
 */
export const ocisContract = (name: string, reach: () => Promise<Reached>): void => {
  describe(`OCIS contract, on ${name}`, () => {
    let reached: Reached;
    let client: OcisClient;
    let refreshToken = '';
    const made = new Set<string>();
    const run = randomBytes(4).toString('hex');
    const credentialStore: CredentialStore = {
      load: async () => refreshToken,
      save: async (newest) => {
        refreshToken = newest;
      },
    };

    beforeAll(async () => {
      reached = await reach();
      ({ refreshToken } = reached);
      client = createOcisClient({ ...reached, credentialStore });
    });
    afterAll(async () => {
      for (const id of made) await client.deleteAccount(id);
      await client.close();
      await reached.release();
    });

    const input = () => {
      const username = `contract-${run}-${randomBytes(4).toString('hex')}@contract.test`;
      return { username, displayName: 'Contract Probe', mail: username };
    };
    const account = async (wanted = input()): Promise<StorageAccount> => {
      const created = await client.ensureAccount(wanted);
      made.add(created.id);
      return created;
    };

    it('answers a ping, and calls a dead credential ours to mend', async () => {
      await client.ping();
      const other = createOcisClient({ ...reached, credentialStore: { load: async () => 'not-a-token', save: async () => undefined } });
      await expect(other.ping()).rejects.toMatchObject({ name: 'BackEndError', system: 'OCIS', fault: 'UNAUTHORIZED', status: 400 });
      await other.close();
    });

    it('renames an account, which keeps its id, and refuses a name that is taken', async () => {
      const [one, other] = [await account(), await account()];
      const { username } = input();
      await client.rename(one.id, { username, mail: username });
      expect(await client.getAccount(username)).toMatchObject({ id: one.id, username });
      expect(await client.getAccount(one.username)).toBeNull();
      await client.rename(one.id, { username, mail: username });
      await expect(client.rename(one.id, { username: other.username, mail: username })).rejects.toMatchObject({ name: 'BackEndError', fault: 'CONFLICT' });
      expect(await client.getAccount(one.id)).toMatchObject({ username });
    });

    it('creates an account, reads it by id and by username, and adopts it on the second try', async () => {
      const wanted = input();
      const created = await account(wanted);
      expect(created).toEqual({ id: expect.any(String), username: wanted.username, displayName: wanted.displayName, enabled: true });
      expect(await client.getAccount(created.id)).toEqual(created);
      expect(await client.getAccount(wanted.username)).toEqual(created);
      expect(await client.ensureAccount(wanted)).toEqual(created);
      expect(await client.getAccount(`nobody-${run}`)).toBeNull();
    });

    it('calls a username that OCIS does not take refused', async () => {
      await expect(client.ensureAccount({ ...input(), username: '1 bad name' })).rejects.toMatchObject({ fault: 'REFUSED', status: 400, code: 'invalidRequest' });
      await expect(client.ensureAccount({ ...input(), mail: 'not a mail' })).rejects.toMatchObject({ fault: 'REFUSED', status: 400 });
    });

    it('has no drive before its owner comes', async () => {
      const { id } = await account();
      expect(await client.driveOf(id)).toBeNull();
      expect((await client.listPersonalDrives()).map((drive) => drive.ownerId)).not.toContain(id);
      expect(await client.driveOf('99999999-9999-4999-8999-999999999999')).toBeNull();
    });

    it('disables and enables as often as asked', async () => {
      const { id } = await account();
      for (const enabled of [false, false, true, true]) {
        await client.setEnabled(id, enabled);
        expect((await client.getAccount(id))?.enabled).toBe(enabled);
      }
      await expect(client.setEnabled('99999999-9999-4999-8999-999999999999', false)).rejects.toMatchObject({ fault: 'NOT_FOUND', code: 'itemNotFound' });
    });

    it('deletes as often as asked', async () => {
      const { id } = await account();
      for (let time = 0; time < 2; time += 1) await client.deleteAccount(id);
      expect(await client.getAccount(id)).toBeNull();
    });

    it('lists personal drives with their quota, the admin’s among them', async () => {
      const drives = await client.listPersonalDrives();
      expect(drives.length).toBeGreaterThan(0);
      for (const drive of drives) {
        expect(drive).toEqual({ id: expect.stringContaining('$'), ownerId: expect.any(String), name: expect.any(String), usedBytes: expect.any(BigInt), quotaBytes: drive.quotaBytes });
        expect(drive.id.endsWith(drive.ownerId)).toBe(true);
      }
    });

    it('sets quotas of 64 bits, so large that nobody notices, and puts the old one back', async () => {
      const [drive] = await client.listPersonalDrives();
      if (!drive) throw new Error('There is no drive to try this on.');
      try {
        for (const bytes of [9_007_199_254_740_993n, 4_611_686_018_427_387_904n, null]) {
          await client.setQuota(drive.id, bytes);
          expect((await client.driveOf(drive.ownerId))?.quotaBytes).toBe(bytes);
        }
        await expect(client.setQuota(drive.id, -5n)).rejects.toMatchObject({ fault: 'REFUSED' });
      } finally {
        await client.setQuota(drive.id, drive.quotaBytes);
      }
      await expect(client.setQuota('nonsense', 5n)).rejects.toMatchObject({ fault: 'NOT_FOUND' });
    });
  });
};

const { OCIS_URL, OCIS_ISSUER, OCIS_CLIENT_ID, OCIS_REFRESH_TOKEN } = process.env;
if (OCIS_URL && OCIS_REFRESH_TOKEN) {
  const url = OCIS_URL.replace(/\/+$/, '');
  ocisContract(url, async () => ({ url, issuer: OCIS_ISSUER ?? url, clientId: OCIS_CLIENT_ID ?? 'web', refreshToken: OCIS_REFRESH_TOKEN, release: async () => undefined }));
} else {
  ocisContract('the sandbox', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'ocis-'));
    const sandbox = await startOcisSandbox({ port: 0, directory });
    return {
      ...sandbox.credential(),
      release: async () => {
        await sandbox.close();
        rmSync(directory, { recursive: true });
      },
    };
  });
}

import { BackEndError } from '@dezky/kit/http/back-end-error';
import { backEndFetch } from '@dezky/kit/http/back-end-fetch';
import { AccessToken, type CredentialStore } from './access-token';
import { graphFailure } from './errors';
import { parseWithLongIntegers, type WireDrive, type WireInteger, type WireUser } from './ocis.wire';

export interface StorageAccount {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly enabled: boolean;
}

export interface PersonalDrive {
  readonly id: string;
  /** Id of the account it belongs to; names do not follow renames. */
  readonly ownerId: string;
  readonly name: string;
  readonly usedBytes: bigint;
  /** Null is unlimited. */
  readonly quotaBytes: bigint | null;
}

/** Every method throws BackEndError and nothing else. */
export interface OcisClient {
  /** Creates the account, or adopts the one of that very username. Its drive appears when its owner first opens the storage. */
  ensureAccount(input: { username: string; displayName: string; mail: string }): Promise<StorageAccount>;
  getAccount(idOrUsername: string): Promise<StorageAccount | null>;
  /** Takes effect at once: a disabled account's live tokens are refused. Read back. */
  setEnabled(id: string, enabled: boolean): Promise<void>;
  /** The drive stays with the account. `CONFLICT` when the username is taken. Read back. */
  rename(id: string, to: { username: string; mail: string }): Promise<void>;
  /** With its drive and everything in it. An account that is gone already counts as deleted. */
  deleteAccount(id: string): Promise<void>;
  /** Of all accounts of the server. */
  listPersonalDrives(): Promise<PersonalDrive[]>;
  /** Null before the owner's first sign-in to the storage. */
  driveOf(accountId: string): Promise<PersonalDrive | null>;
  /** Bytes, null lifts the limit. Below what is used is accepted. Read back. */
  setQuota(driveId: string, bytes: bigint | null): Promise<void>;
  /** Whether OCIS answers and takes our credential. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface OcisClientOptions {
  /** Origin of OCIS. */
  readonly url: string;
  /** The one OpenID provider that OCIS trusts; its built-in one has OCIS's own origin. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret?: string;
  readonly credentialStore: CredentialStore;
  readonly timeoutMs?: number;
}

const largestQuota = 9_223_372_036_854_775_807n;

const toBytes = (value: WireInteger | undefined): bigint => {
  const bytes = BigInt(value ?? 0);
  return bytes < 0n ? 0n : bytes;
};

const toAccount = (user: WireUser): StorageAccount => ({
  id: user.id,
  username: user.onPremisesSamAccountName,
  displayName: user.displayName,
  enabled: user.accountEnabled ?? true,
});

const toDrive = (drive: WireDrive): PersonalDrive => {
  const total = toBytes(drive.quota?.total);
  return { id: drive.id, ownerId: drive.owner?.user?.id ?? '', name: drive.name, usedBytes: toBytes(drive.quota?.used), quotaBytes: total === 0n ? null : total };
};

/** Speaks LibreGraph to ownCloud Infinite Scale as an account with role Admin. */
export const createOcisClient = (options: OcisClientOptions): OcisClient => {
  const { url, timeoutMs } = options;
  const http = backEndFetch({ system: 'OCIS', ...(timeoutMs !== undefined && { timeoutMs }) });
  const accessToken = new AccessToken({ ...options, fetch: http.fetch });
  const base = `${url.replace(/\/+$/, '')}/graph/v1.0`;

  const send = (method: string, path: string, token: string, body: string | undefined): Promise<Response> =>
    http.fetch(`${base}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, accept: 'application/json', ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body }),
    });

  /** A 401 does not say whether the token, the account or the issuer is to blame: renew once, try once more. */
  const request = async (method: string, path: string, body?: string): Promise<unknown> => {
    const token = await accessToken.get();
    let answer = await send(method, path, token, body);
    if (answer.status === 401) answer = await send(method, path, await accessToken.renew(token), body);
    const text = await answer.text();
    if (!answer.ok) throw graphFailure(answer.status, answer.headers, text);
    if (text === '') return undefined;
    try {
      return parseWithLongIntegers(text);
    } catch (cause) {
      throw new BackEndError('OCIS', 'BROKEN', 'ownCloud answered with something that is not JSON.', { status: answer.status, cause });
    }
  };
  const unlessGone = async (method: string, path: string): Promise<unknown> => {
    try {
      return await request(method, path);
    } catch (error) {
      if (error instanceof BackEndError && error.fault === 'NOT_FOUND') return null;
      throw error;
    }
  };

  const getAccount = async (idOrUsername: string): Promise<StorageAccount | null> => {
    const user = (await unlessGone('GET', `/users/${encodeURIComponent(idOrUsername)}`)) as WireUser | null;
    return user && toAccount(user);
  };

  return {
    getAccount,

    async ensureAccount({ username, displayName, mail }) {
      try {
        const created = await request('POST', '/users', JSON.stringify({ onPremisesSamAccountName: username, displayName, mail, accountEnabled: true }));
        return toAccount(created as WireUser);
      } catch (error) {
        if (!(error instanceof BackEndError) || error.fault !== 'CONFLICT') throw error;
        const account = await getAccount(username);
        // The path takes ids as well, so the name is compared; the server folds case.
        if (account?.username.toLowerCase() === username.toLowerCase()) return account;
        throw error;
      }
    },

    async setEnabled(id, enabled) {
      await request('PATCH', `/users/${encodeURIComponent(id)}`, JSON.stringify({ accountEnabled: enabled }));
      const account = await getAccount(id);
      if (account?.enabled !== enabled) throw new BackEndError('OCIS', 'BROKEN', `ownCloud did not ${enabled ? 'enable' : 'disable'} the account.`);
    },

    async rename(id, { username, mail }) {
      await request('PATCH', `/users/${encodeURIComponent(id)}`, JSON.stringify({ onPremisesSamAccountName: username, mail }));
      const account = await getAccount(id);
      if (account?.username.toLowerCase() !== username.toLowerCase()) throw new BackEndError('OCIS', 'BROKEN', 'ownCloud did not rename the account.');
    },

    async deleteAccount(id) {
      await unlessGone('DELETE', `/users/${encodeURIComponent(id)}`);
    },

    async listPersonalDrives() {
      const { value } = (await request('GET', `/drives?$filter=${encodeURIComponent("driveType eq 'personal'")}`)) as { value: WireDrive[] };
      return value.filter((drive) => drive.driveType === 'personal').map(toDrive);
    },

    async driveOf(accountId) {
      const drive = (await unlessGone('GET', `/users/${encodeURIComponent(accountId)}/drive`)) as WireDrive | null;
      return drive && toDrive(drive);
    },

    async setQuota(driveId, bytes) {
      // Negative limits break the drive on the server.
      if (bytes !== null && (bytes <= 0n || bytes > largestQuota)) throw new BackEndError('OCIS', 'REFUSED', 'A quota is between 1 byte and 8 EiB.');
      const path = `/drives/${encodeURIComponent(driveId)}`;
      await request('PATCH', path, `{"quota":{"total":${bytes ?? 0n}}}`);
      const drive = toDrive((await request('GET', path)) as WireDrive);
      if (drive.quotaBytes !== bytes) throw new BackEndError('OCIS', 'BROKEN', 'ownCloud did not set the quota.');
    },

    async ping() {
      await request('GET', '/me');
    },

    close: () => http.close(),
  };
};

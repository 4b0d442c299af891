import { isDeepStrictEqual } from 'node:util';
import { BackEndError } from '@dezky/kit/http/back-end-error';
import { backEndFetch } from '@dezky/kit/http/back-end-fetch';
import { AuthenticatorsApi, type AuthenticatedSession, Configuration, CoreApi, Oauth2Api, type Pagination, type User } from '@goauthentik/api';
import { toBackEndError } from './errors';

/** What a person signs in with, as Authentik keeps it. */
export interface SignInAccount {
  /** Authentik's number, used in its paths. */
  readonly pk: number;
  /** The `sub` of the person's tokens: Authentik's uuid of the user. */
  readonly subject: string;
  /** Compared exactly by Authentik: `Ada` and `ada` are two. */
  readonly username: string;
  readonly email: string;
  readonly displayName: string;
  readonly active: boolean;
  readonly lastSignInAt: Date | null;
  readonly attributes: Record<string, unknown>;
}

/** Every method throws BackEndError and nothing else. */
export interface AuthentikClient {
  findAccount(username: string): Promise<SignInAccount | null>;
  getAccount(pk: number): Promise<SignInAccount | null>;
  /**
   * Creates the account, or adopts the one that a lost answer left behind: same username and same `key`.
   *
   * @param input.key Ours; kept in the account's attribute `dezky.key`.
   * @throws BackEndError `CONFLICT` when the username belongs to somebody else.
   */
  ensureAccount(input: { username: string; email: string; displayName: string; key: string }): Promise<SignInAccount>;
  setPassword(pk: number, password: string): Promise<void>;
  /** `false` ends sessions and tokens as well, refresh tokens included. */
  setActive(pk: number, active: boolean): Promise<void>;
  setDisplayName(pk: number, displayName: string): Promise<void>;
  /**
   * The name the person signs in with; sessions and password stay.
   *
   * @throws BackEndError `CONFLICT` when the username belongs to somebody else.
   */
  rename(pk: number, to: { username: string; email: string }): Promise<void>;
  /** Merges objects at every depth; Authentik itself would replace them whole. */
  mergeAttributes(pk: number, attributes: Record<string, unknown>): Promise<void>;
  /** Ends the sessions and takes the refresh tokens away. Returns the number of sessions ended. */
  endSessions(pk: number): Promise<number>;
  countSessions(account: { pk: number; username: string }): Promise<number>;
  /** Second factors of every kind, recovery codes among them. */
  countAuthenticators(pk: number): Promise<number>;
  /** An account that is gone already counts as deleted. */
  deleteAccount(pk: number): Promise<void>;
  /** Whether Authentik answers and takes our token. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

const pageSize = 100;

/** Follows `next` until it is 0: the largest page size is the instance's to choose. */
const allPages = async <T>(list: (page: number) => Promise<{ pagination: Pagination; results: T[] }>): Promise<T[]> => {
  const rows: T[] = [];
  for (let page = 1; page > 0; ) {
    const { pagination, results } = await list(page);
    rows.push(...results);
    page = pagination.next;
  }
  return rows;
};

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

const merged = (before: Record<string, unknown>, change: Record<string, unknown>): Record<string, unknown> => {
  const result = { ...before };
  for (const [name, value] of Object.entries(change)) {
    const old = result[name];
    result[name] = isObject(old) && isObject(value) ? merged(old, value) : value;
  }
  return result;
};

const toAccount = (user: User): SignInAccount => ({
  pk: user.pk,
  subject: user.uuid,
  username: user.username,
  email: user.email ?? '',
  displayName: user.name,
  active: user.isActive ?? true,
  lastSignInAt: user.lastLogin ?? null,
  attributes: user.attributes ?? {},
});

const keyOf = (account: SignInAccount): unknown => (isObject(account.attributes['dezky']) ? account.attributes['dezky']['key'] : undefined);

/**
 * Speaks to Authentik 2026.8 over its management API.
 *
 * @param options.url Origin of Authentik, without `/api/v3`.
 * @param options.token API token of an account that may manage users, sessions and tokens.
 */
export const createAuthentikClient = (options: { url: string; token: string; timeoutMs?: number }): AuthentikClient => {
  const { url, token, timeoutMs } = options;
  const http = backEndFetch({ system: 'AUTHENTIK', ...(timeoutMs !== undefined && { timeoutMs }) });
  const configuration = new Configuration({ basePath: `${url.replace(/\/+$/, '')}/api/v3`, accessToken: token, fetchApi: http.fetch });
  const core = new CoreApi(configuration);
  const oauth2 = new Oauth2Api(configuration);
  const authenticators = new AuthenticatorsApi(configuration);

  const call = async <T>(request: () => Promise<T>): Promise<T> => {
    try {
      return await request();
    } catch (error) {
      throw await toBackEndError(error);
    }
  };
  const unlessGone = async <T>(request: () => Promise<T>): Promise<T | null> => {
    try {
      return await call(request);
    } catch (error) {
      if (error instanceof BackEndError && error.fault === 'NOT_FOUND') return null;
      throw error;
    }
  };

  const findAccount = async (username: string): Promise<SignInAccount | null> => {
    const { results } = await call(() => core.coreUsersList({ username, includeGroups: false, includeRoles: false }));
    const user = results.find((one) => one.username === username);
    return user ? toAccount(user) : null;
  };

  const getAccount = async (pk: number): Promise<SignInAccount | null> => {
    const user = await unlessGone(() => core.coreUsersRetrieve({ id: pk }));
    return user && toAccount(user);
  };

  /** The filter is by name and unknown filters are ignored in silence, so the rows are compared here as well. */
  const sessionsOf = async ({ pk, username }: { pk: number; username: string }): Promise<AuthenticatedSession[]> => {
    const rows = await allPages((page) => call(() => core.coreAuthenticatedSessionsList({ userUsername: username, page, pageSize })));
    return rows.filter((session) => session.user === pk);
  };

  /** Tokens outlive their session (refresh tokens) or may have none. */
  const deleteTokens = async (pk: number): Promise<void> => {
    const refresh = await allPages((page) => call(() => oauth2.oauth2RefreshTokensList({ user: pk, page, pageSize })));
    for (const row of refresh) if (row.user.pk === pk) await unlessGone(() => oauth2.oauth2RefreshTokensDestroy({ id: row.pk }));
    const access = await allPages((page) => call(() => oauth2.oauth2AccessTokensList({ user: pk, page, pageSize })));
    for (const row of access) if (row.user.pk === pk) await unlessGone(() => oauth2.oauth2AccessTokensDestroy({ id: row.pk }));
  };

  const endSessions = async (pk: number): Promise<number> => {
    const account = await getAccount(pk);
    if (!account) return 0;
    const sessions = await sessionsOf(account);
    for (const { uuid } of sessions) if (uuid !== undefined) await unlessGone(() => core.coreAuthenticatedSessionsDestroy({ uuid }));
    await deleteTokens(pk);
    return sessions.length;
  };

  const requireAccount = async (pk: number): Promise<SignInAccount> => {
    const account = await getAccount(pk);
    if (!account) throw new BackEndError('AUTHENTIK', 'NOT_FOUND', `Authentik has no user ${pk}.`, { status: 404 });
    return account;
  };

  return {
    findAccount,
    getAccount,
    endSessions,

    async ensureAccount({ username, email, displayName, key }) {
      try {
        const user = await call(() => core.coreUsersCreate({ userRequest: { username, email, name: displayName, isActive: true, attributes: { dezky: { key } } } }));
        return toAccount(user);
      } catch (error) {
        if (!(error instanceof BackEndError) || error.fault !== 'CONFLICT') throw error;
        const account = await findAccount(username);
        if (account && keyOf(account) === key) return account;
        throw error;
      }
    },

    async setPassword(pk, password) {
      await call(() => core.coreUsersSetPasswordCreate({ id: pk, userPasswordSetRequest: { password } }));
    },

    async setActive(pk, active) {
      const user = await call(() => core.coreUsersPartialUpdate({ id: pk, patchedUserRequest: { isActive: active } }));
      if (user.isActive !== active) throw new BackEndError('AUTHENTIK', 'BROKEN', `Authentik did not set the account to ${active ? 'active' : 'inactive'}.`);
      if (!active) await endSessions(pk);
    },

    async setDisplayName(pk, displayName) {
      await call(() => core.coreUsersPartialUpdate({ id: pk, patchedUserRequest: { name: displayName } }));
    },

    async rename(pk, { username, email }) {
      await call(() => core.coreUsersPartialUpdate({ id: pk, patchedUserRequest: { username, email } }));
    },

    async mergeAttributes(pk, attributes) {
      const before = (await requireAccount(pk)).attributes;
      const after = merged(before, attributes);
      if (isDeepStrictEqual(before, after)) return;
      await call(() => core.coreUsersPartialUpdate({ id: pk, patchedUserRequest: { attributes: after } }));
    },

    countSessions: async (account) => (await sessionsOf(account)).length,

    async countAuthenticators(pk) {
      const devices = await call(() => authenticators.authenticatorsAdminAllList({ user: pk }));
      return devices.length;
    },

    async deleteAccount(pk) {
      await unlessGone(() => core.coreUsersDestroy({ id: pk }));
    },

    async ping() {
      await call(() => core.coreUsersMeRetrieve());
    },

    close: () => http.close(),
  };
};

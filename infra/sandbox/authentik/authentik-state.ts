import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Collection, Store } from '../store';
import type { PasswordHash } from './password-hash';

export interface UserRow {
  pk: number;
  uuid: string;
  uid: string;
  username: string;
  name: string;
  email: string;
  is_active: boolean;
  is_superuser: boolean;
  type: string;
  path: string;
  attributes: Record<string, unknown>;
  last_login: string | null;
  date_joined: string;
  last_updated: string;
  password_change_date: string;
  password: PasswordHash | null;
}

export interface GroupRow {
  pk: string;
  num_pk: number;
  name: string;
  is_superuser: boolean;
  parents: string[];
  users: number[];
  attributes: Record<string, unknown>;
}

export interface SessionRow {
  uuid: string;
  /** `uid` of the sign-in session in the OIDC provider. */
  oidcUid: string;
  user: number;
  last_ip: string;
  last_user_agent: string;
  last_used: string;
  expires: string;
}

export interface AccessTokenRow {
  pk: number;
  jti: string;
  user: number;
  provider: number;
  oidcUid: string | null;
  grantId: string | null;
  scope: string[];
  expires: string;
}

/** What `oidc-provider` keeps of one model: sessions, grants, codes, refresh tokens. */
export interface OidcRow {
  /** Number that the management API shows a refresh token under. */
  pk: number;
  payload: Record<string, unknown>;
  expiresAt: number | null;
}

export interface ProviderRow {
  pk: number;
  name: string;
  client_id: string;
  client_secret: string;
  client_type: 'confidential' | 'public';
  grant_types: string[];
  redirect_uris: { matching_mode: 'strict'; url: string; redirect_uri_type: 'authorization' | 'logout' }[];
  authorization_flow: string;
  invalidation_flow: string;
  property_mappings: string[];
  signing_key: string | null;
  sub_mode: string;
  /** Scopes beyond the standard ones. */
  scopes: string[];
}

export interface ApplicationRow {
  pk: string;
  name: string;
  slug: string;
  provider: number | null;
}

export interface DeviceRow {
  pk: string;
  user: number;
  name: string;
  kind: 'totp' | 'static' | 'webauthn';
  created: string;
}

export interface Secrets {
  jwk: Record<string, unknown>;
  cookieKey: string;
}

/** Models whose rows carry `sessionUid` and go with their session; refresh tokens stay (contract 1.5). */
const goWithSession = ['AuthorizationCode'];

/** Everything the sandbox knows, with the side effects Authentik has on its own rows. */
export class AuthentikState {
  readonly users: Collection<UserRow>;
  readonly groups: Collection<GroupRow>;
  readonly sessions: Collection<SessionRow>;
  readonly accessTokens: Collection<AccessTokenRow>;
  readonly providers: Collection<ProviderRow>;
  readonly applications: Collection<ApplicationRow>;
  readonly devices: Collection<DeviceRow>;
  readonly secrets: Collection<Secrets>;
  private readonly counters: Collection<number>;

  constructor(
    private readonly store: Store,
    readonly maximumPageSize = 100,
  ) {
    this.users = store.collection('users');
    this.groups = store.collection('groups');
    this.sessions = store.collection('sessions');
    this.accessTokens = store.collection('access-tokens');
    this.providers = store.collection('providers');
    this.applications = store.collection('applications');
    this.devices = store.collection('devices');
    this.secrets = store.collection('secrets');
    this.counters = store.collection('counters');
  }

  nextNumber(counter: string): number {
    const next = (this.counters.get(counter) ?? 0) + 1;
    this.counters.put(counter, next);
    return next;
  }

  oidc(model: string): Collection<OidcRow> {
    return this.store.collection(`oidc:${model}`);
  }

  addUser(input: Pick<UserRow, 'username' | 'name'> & Partial<UserRow>): UserRow {
    const pk = this.nextNumber('user');
    const now = new Date().toISOString();
    const uid = createHash('sha256').update(`${pk}-${randomBytes(16).toString('hex')}`).digest('hex');
    const user: UserRow = {
      email: '',
      is_active: true,
      is_superuser: false,
      type: 'internal',
      path: 'users',
      attributes: {},
      last_login: null,
      password: null,
      ...input,
      pk,
      uuid: randomUUID(),
      uid,
      date_joined: now,
      last_updated: now,
      password_change_date: now,
    };
    this.users.put(String(pk), user);
    return user;
  }

  user(pk: number | string): Readonly<UserRow> | undefined {
    return this.users.get(String(pk));
  }

  userBySubject(uuid: string): Readonly<UserRow> | undefined {
    return this.users.values().find((user) => user.uuid === uuid);
  }

  /** Deactivation ends sessions and tokens at once, expired ones too (contract 6). */
  changeUser(pk: number, change: Partial<UserRow>): UserRow {
    const before = this.user(pk);
    if (!before) throw new Error(`There is no user ${pk}.`);
    const user = { ...before, ...change, pk, last_updated: new Date().toISOString() };
    this.users.put(String(pk), user);
    if (before.is_active && !user.is_active) {
      this.endSessionsOf(pk);
      this.deleteTokensOf(user);
    }
    return user;
  }

  deleteUser(pk: number): boolean {
    const user = this.user(pk);
    if (!user) return false;
    this.endSessionsOf(pk);
    this.deleteTokensOf(user);
    for (const device of this.devices.values()) if (device.user === pk) this.devices.delete(device.pk);
    for (const group of this.groups.values()) {
      if (group.users.includes(pk)) this.groups.put(group.pk, { ...group, users: group.users.filter((member) => member !== pk) });
    }
    return this.users.delete(String(pk));
  }

  /** Ends a session with its access tokens and codes; refresh tokens go on without it. */
  endSession(uuid: string): boolean {
    const session = this.sessions.get(uuid);
    if (!session) return false;
    const belongs = (row: OidcRow): boolean => row.payload.sessionUid === session.oidcUid;
    this.deleteOidc('Session', (row) => row.payload.uid === session.oidcUid);
    for (const model of goWithSession) this.deleteOidc(model, belongs);
    for (const [id, row] of this.oidc('RefreshToken').entries()) {
      if (belongs(row)) this.oidc('RefreshToken').put(id, { ...row, payload: { ...row.payload, sessionUid: undefined } });
    }
    for (const [jti, token] of this.accessTokens.entries()) if (token.oidcUid === session.oidcUid) this.accessTokens.delete(jti);
    return this.sessions.delete(uuid);
  }

  endSessionsOf(pk: number): number {
    const rows = this.sessions.values().filter((session) => session.user === pk);
    for (const session of rows) this.endSession(session.uuid);
    return rows.length;
  }

  /** Lets go of what has run out; called when the sandbox starts and on each sign-in. */
  sweep(): void {
    const now = Date.now();
    for (const model of ['Session', 'Interaction', 'Grant', 'AuthorizationCode', 'RefreshToken']) {
      this.deleteOidc(model, (row) => row.expiresAt !== null && row.expiresAt < now);
    }
    for (const session of this.sessions.values()) if (Date.parse(session.expires) < now) this.endSession(session.uuid);
    for (const [jti, token] of this.accessTokens.entries()) if (Date.parse(token.expires) < now) this.accessTokens.delete(jti);
  }

  private deleteTokensOf(user: Readonly<UserRow>): void {
    for (const model of ['RefreshToken', 'AuthorizationCode', 'Grant']) this.deleteOidc(model, (row) => row.payload.accountId === user.uuid);
    for (const [jti, token] of this.accessTokens.entries()) if (token.user === user.pk) this.accessTokens.delete(jti);
  }

  private deleteOidc(model: string, test: (row: OidcRow) => boolean): void {
    for (const [id, row] of this.oidc(model).entries()) if (test(row)) this.oidc(model).delete(id);
  }
}

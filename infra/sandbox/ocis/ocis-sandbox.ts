import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Faults } from '../http/faults';
import { empty, type Exchange, type Handler, type Reply, text } from '../http/router';
import { startSandboxServer } from '../http/sandbox-server';
import { openStore } from '../store';
import { ExternalIssuer } from './external-issuer';
import { libreGraph } from './graph/libre-graph';
import { type AccountRow, OcisState, roles } from './ocis-state';
import { newRsaJwk } from '../rsa-keys';
import { TokenIssuer, webClient } from './token-issuer';

export interface OcisSandboxOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** Where the state is kept. */
  readonly directory: string;
  /** The account that gets role Admin at first start, as OCIS_ADMIN_USER_ID; random when absent. */
  readonly adminUserId?: string;
  /** A refresh token of the admin that was agreed on beforehand, as if somebody had signed in by hand. */
  readonly adminRefreshToken?: string;
  /** An OpenID provider whose tokens are accepted beside the built-in one's; with a trailing slash if its issuer has one. */
  readonly externalIssuer?: string;
  /** 300 when absent. */
  readonly accessTokenSeconds?: number;
  /** `none`: as the built-in provider, old refresh tokens stay good. `revoke-on-use`: as external ones. */
  readonly refreshRotation?: 'none' | 'revoke-on-use';
}

/** What the platform signs in with: an account with role Admin. */
export interface OcisCredential {
  readonly url: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly refreshToken: string;
}

/** A drive as the sandbox page shows it. */
export interface SandboxDrive {
  readonly userId: string;
  readonly username: string;
  readonly displayName: string;
  readonly enabled: boolean;
  /** Null before the first sign-in of the owner. */
  readonly usedBytes: bigint | null;
  /** 0 is unlimited. */
  readonly quotaBytes: bigint | null;
}

export interface OcisSandbox {
  readonly url: string;
  readonly port: number;
  readonly faults: Faults;
  /** The agreed refresh token, or a new one; earlier ones stay good. */
  credential(): OcisCredential;
  drives(): SandboxDrive[];
  /** What the web interface does when a person signs in: tokens, and with the first request the drive. */
  signIn(username: string): { accessToken: string; refreshToken: string };
  /** Fills a personal drive, as uploads would. */
  fillDrive(username: string, usedBytes: bigint): void;
  /** From now on lists are refused to tokens without a second factor (OCIS 7.3). */
  requireMfa(on: boolean): void;
  close(): Promise<void>;
}

const initialise = (state: OcisState, adminUserId: string | undefined): void => {
  if (state.installations.size > 0) return;
  state.installations.put('this', { applicationId: randomUUID(), storageId: randomUUID(), sharesId: 'a0ca6a90-a365-4782-871e-d44447bbc668', jwk: { ...newRsaJwk() } });
  const admin = state.addAccount({ id: adminUserId ?? randomUUID(), username: 'admin', displayName: 'Admin', givenName: 'Admin', surname: 'Admin', mail: 'admin@example.org', enabled: true });
  state.assign(admin.id, roles.admin);
};

/** The scheme is case-sensitive. */
const bearerOf = (exchange: Exchange): string | undefined => /^Bearer (.+)$/.exec(exchange.header('authorization') ?? '')?.[1];

/** 401 is empty; there is no challenge for scripts, nor when the token is good and its account is disabled or gone. */
const unauthorised = (exchange: Exchange, challenge: boolean): Reply =>
  empty(401, challenge && exchange.header('x-requested-with') !== 'XMLHttpRequest' ? { 'www-authenticate': `Bearer realm="${exchange.url.host}", charset="UTF-8"` } : {});

/**
 * OCIS as a server-side client meets it: LibreGraph users, roles, groups and drives, and the
 * built-in identity provider's token endpoint, on 127.0.0.1.
 *
 * @throws Error when the port is taken or the state is damaged.
 */
export const startOcisSandbox = async (options: OcisSandboxOptions): Promise<OcisSandbox> => {
  const store = openStore(join(options.directory, 'ocis.jsonl'));
  const state = new OcisState(store);
  initialise(state, options.adminUserId);
  let origin = '';
  let mfaRequired = false;
  const issuer = new TokenIssuer(state, () => origin, { accessTokenSeconds: options.accessTokenSeconds ?? 300, revokeOnUse: options.refreshRotation === 'revoke-on-use', adminRefreshToken: options.adminRefreshToken });
  const external = options.externalIssuer === undefined ? undefined : new ExternalIssuer(options.externalIssuer);
  const graph = libreGraph(state, () => origin);

  const callerOf = async (exchange: Exchange): Promise<Readonly<AccountRow> | undefined> => {
    const token = bearerOf(exchange);
    if (token === undefined) return undefined;
    const username = await external?.usernameOf(token);
    if (username === undefined) return issuer.accountOf(token);
    const account = state.find(username);
    return account && account.enabled !== false ? state.change(account, { lastSignIn: account.lastSignIn ?? new Date().toISOString().replace(/\.\d+/, '') }) : undefined;
  };

  const handle: Handler = async (exchange) => {
    const { path, method } = exchange;
    if (path === '/.well-known/openid-configuration') return issuer.discovery();
    if (path === '/konnect/v1/jwks.json') return issuer.keys();
    if (path === '/konnect/v1/token') return issuer.token(exchange);
    if (path === '/konnect/v1/userinfo') return issuer.userinfo(exchange);
    if (!path.startsWith('/graph/')) return text(404, '404 page not found\n');
    const caller = await callerOf(exchange);
    if (!caller) return unauthorised(exchange, !issuer.isGood(bearerOf(exchange) ?? ''));
    if (method === 'HEAD') return empty(405, { allow: 'GET' });
    if (mfaRequired && method === 'GET' && /\/(users|groups|drives)\/?$/.test(path)) return empty(403, { 'x-ocis-mfa-required': 'true' });
    state.welcome(caller);
    return graph(exchange, caller);
  };
  const server = await startSandboxServer({ port: options.port, handle });
  origin = server.url;

  const signIn = (username: string): { accessToken: string; refreshToken: string } => {
    const account = state.find(username);
    if (!account || account.enabled === false) throw new Error(`${username} cannot sign in.`);
    const tokens = issuer.issue(state.change(account, { lastSignIn: new Date().toISOString().replace(/\.\d+/, '') }));
    state.welcome(account);
    return { accessToken: String(tokens.access_token), refreshToken: String(tokens.refresh_token) };
  };

  return {
    url: origin,
    port: server.port,
    faults: server.faults,
    credential: () => ({ url: origin, issuer: origin, clientId: webClient, refreshToken: options.adminRefreshToken ?? String(issuer.issue(state.admin).refresh_token) }),
    drives: () =>
      state.accounts.values().map((account) => {
        const drive = state.drives.get(account.id);
        return {
          userId: account.id,
          username: account.username,
          displayName: account.displayName,
          enabled: account.enabled !== false,
          usedBytes: drive ? BigInt(drive.used) : null,
          quotaBytes: drive ? BigInt(drive.total) : null,
        };
      }),
    signIn,
    fillDrive: (username, usedBytes) => {
      const account = state.find(username);
      const drive = account && state.drives.get(account.id);
      if (!drive) throw new Error(`${username} has no drive yet.`);
      state.drives.put(drive.space, { ...drive, used: usedBytes.toString() });
    },
    requireMfa: (on) => {
      mfaRequired = on;
    },
    close: async () => {
      await server.close();
      store.close();
    },
  };
};

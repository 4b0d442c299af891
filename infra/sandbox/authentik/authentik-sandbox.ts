import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Faults } from '../http/faults';
import { startSandboxServer } from '../http/sandbox-server';
import { openStore } from '../store';
import { AuthentikState, type DeviceRow, type ProviderRow } from './authentik-state';
import { managementApi } from './management-api/management-api';
import { hashPassword } from './password-hash';
import { SignIn } from './sign-in/sign-in';

/** An application with its OAuth2 provider, made or brought up to date at start. */
export interface SandboxApplication {
  readonly slug: string;
  readonly clientId: string;
  /** Required unless the client is public. */
  readonly clientSecret?: string;
  readonly public?: boolean;
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  /** Such as `authorization_code`, `refresh_token`, `client_credentials`. */
  readonly grantTypes: readonly string[];
  /** Scopes beyond openid, profile, email and offline_access. */
  readonly scopes?: readonly string[];
}

export interface AuthentikSandboxOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** Where the state is kept. */
  readonly directory: string;
  /** Bearer token of the management API. */
  readonly adminToken: string;
  readonly applications: readonly SandboxApplication[];
  /** Under which browsers reach the sandbox, without a trailing slash; `http://127.0.0.1:<port>` when absent. */
  readonly origin?: string;
  /** The instance setting `pagination_max_page_size`; 100 when absent. */
  readonly maximumPageSize?: number;
}

/** An account as the sandbox page shows it. */
export interface SandboxAccount {
  readonly pk: number;
  readonly username: string;
  readonly email: string;
  readonly name: string;
  readonly active: boolean;
  readonly sessions: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly lastLogin: string | null;
  readonly passwordChangedAt: string;
}

export interface AuthentikSandbox {
  readonly url: string;
  readonly port: number;
  readonly adminToken: string;
  readonly faults: Faults;
  /** `<origin>/application/o/<slug>/` */
  issuer(slug: string): string;
  accounts(): SandboxAccount[];
  /** What a user's own set-up flow would do: there is no way over the management API. */
  addAuthenticator(userPk: number, kind: DeviceRow['kind']): void;
  /** Makes an account with a password, or sets the password of the one there is; for seeding. Returns its subject. */
  seedAccount(account: { username: string; email: string; name: string; password: string; attributes?: Record<string, unknown> }): Promise<{ pk: number; subject: string }>;
  close(): Promise<void>;
}

const upsertApplication = (state: AuthentikState, application: SandboxApplication): void => {
  const { slug, clientId, clientSecret } = application;
  if (!application.public && !clientSecret) throw new Error(`The client ${clientId} is confidential and has no secret.`);
  const known = state.applications.get(slug);
  const before = known?.provider == null ? undefined : state.providers.get(String(known.provider));
  const uris = (urls: readonly string[], redirect_uri_type: 'authorization' | 'logout'): ProviderRow['redirect_uris'] =>
    urls.map((url) => ({ matching_mode: 'strict', url, redirect_uri_type }));
  const provider: ProviderRow = {
    pk: before?.pk ?? state.nextNumber('provider'),
    name: slug,
    client_id: clientId,
    client_secret: clientSecret ?? '',
    client_type: application.public ? 'public' : 'confidential',
    grant_types: [...application.grantTypes],
    redirect_uris: [...uris(application.redirectUris, 'authorization'), ...uris(application.postLogoutRedirectUris, 'logout')],
    authorization_flow: before?.authorization_flow ?? randomUUID(),
    invalidation_flow: before?.invalidation_flow ?? randomUUID(),
    property_mappings: [],
    signing_key: before?.signing_key ?? randomUUID(),
    sub_mode: 'user_uuid',
    scopes: [...(application.scopes ?? [])],
  };
  state.providers.put(String(provider.pk), provider);
  state.applications.put(slug, { pk: known?.pk ?? randomUUID(), name: slug, slug, provider: provider.pk });
};

/**
 * Authentik's management API under `/api/v3` and its OpenID provider, on 127.0.0.1.
 *
 * @throws Error when the port is taken or the state is damaged.
 */
export const startAuthentikSandbox = async (options: AuthentikSandboxOptions): Promise<AuthentikSandbox> => {
  const { port, directory, adminToken, applications } = options;
  const store = openStore(join(directory, 'authentik.jsonl'));
  const state = new AuthentikState(store, options.maximumPageSize);
  if (state.users.size === 0) state.addUser({ username: 'akadmin', name: 'authentik Default Admin', is_superuser: true });
  for (const application of applications) upsertApplication(state, application);

  let origin = '';
  const api = managementApi(state, adminToken);
  const signIn = new SignIn(state, () => origin);
  const server = await startSandboxServer({ port, handle: (exchange) => (exchange.path.startsWith('/api/v3/') ? api : signIn.handle)(exchange) });
  origin = options.origin ?? server.url;

  return {
    url: origin,
    port: server.port,
    adminToken,
    faults: server.faults,
    issuer: (slug) => `${origin}/application/o/${slug}/`,
    accounts: () =>
      state.users.values().map(({ pk, username, email, name, is_active, last_login, password_change_date, attributes }) => ({
        pk, username, email, name, attributes,
        active: is_active,
        sessions: state.sessions.values().filter((session) => session.user === pk).length,
        lastLogin: last_login,
        passwordChangedAt: password_change_date,
      })),
    addAuthenticator: (user, kind) => {
      const pk = String(state.nextNumber('device'));
      state.devices.put(pk, { pk, user, kind, name: kind, created: new Date().toISOString() });
    },
    seedAccount: async ({ username, email, name, password, attributes = {} }) => {
      const hash = await hashPassword(password);
      const known = state.users.values().find((user) => user.username === username);
      const user = known ? state.changeUser(known.pk, { password: hash }) : state.addUser({ username, email, name, attributes, password: hash });
      return { pk: user.pk, subject: user.uuid };
    },
    close: async () => {
      await server.close();
      store.close();
    },
  };
};

import { createHash } from 'node:crypto';
import './quiet-provider';
import { type OidcContext, type OidcToken, Provider } from 'oidc-provider';
import type { ApplicationRow, AuthentikState, ProviderRow, Secrets } from '../authentik-state';
import { accountClaims, scopeClaims } from './account-claims';
import { OidcAdapter } from './oidc-adapter';
import { errorPage, signOutPage } from './pages';

export const paths = {
  authorize: '/application/o/authorize/',
  token: '/application/o/token/',
  userinfo: '/application/o/userinfo/',
  revoke: '/application/o/revoke/',
  /** Where the browser is sent to sign in; the id of the interaction follows. */
  flow: '/if/flow/default-authentication-flow/',
};

const accessTokenSeconds = 300;
const day = 86_400;

/** What Authentik puts into its access tokens beside the standard claims. */
const shapeAccessToken = (state: AuthentikState, provider: Readonly<ProviderRow>) =>
  (_ctx: OidcContext, token: OidcToken, jwt: { header: Record<string, unknown> | undefined; payload: Record<string, unknown> }): void => {
    const { payload } = jwt;
    const user = token.accountId === undefined ? undefined : state.userBySubject(token.accountId);
    jwt.header = { typ: 'JWT' };
    delete payload.client_id;
    delete payload.authorization_details;
    Object.assign(payload, { azp: provider.client_id, uid: String(payload.jti) });
    if (!user) return;
    Object.assign(payload, accountClaims(state, user));
    const jti = String(payload.jti);
    state.accessTokens.put(jti, {
      pk: state.nextNumber('access-token'),
      jti,
      user: user.pk,
      provider: provider.pk,
      oidcUid: token.sessionUid ?? null,
      grantId: token.grantId ?? null,
      scope: (token.scope ?? '').split(' '),
      expires: new Date(Number(payload.exp) * 1000).toISOString(),
    });
  };

/** Notes a sign-in as a session row, or that a session was used again. */
const recordSession = (state: AuthentikState) => (ctx: OidcContext): void => {
  const { session } = ctx.oidc;
  const user = session?.accountId === undefined ? undefined : state.userBySubject(session.accountId);
  if (!session || !user) return;
  const now = new Date().toISOString();
  const known = state.sessions.values().find((row) => row.oidcUid === session.uid);
  if (known) return state.sessions.put(known.uuid, { ...known, last_used: now });
  const uuid = createHash('sha256').update(session.uid).digest('hex').replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');
  state.sessions.put(uuid, {
    uuid,
    oidcUid: session.uid,
    user: user.pk,
    last_ip: ctx.req.socket.remoteAddress ?? '127.0.0.1',
    last_user_agent: ctx.req.headers['user-agent'] ?? '',
    last_used: now,
    expires: new Date(Date.now() + 14 * day * 1000).toISOString(),
  });
};

/** Sign-out ends the session row too. A sign-in that is renewed changes its id but not its `uid`, and is left alone. */
const forgetSession = (state: AuthentikState) => (ctx: OidcContext): void => {
  const uid = ctx.oidc.session?.uid;
  if (uid === undefined || state.oidc('Session').values().some((row) => row.payload.uid === uid)) return;
  for (const session of state.sessions.values()) if (session.oidcUid === uid) state.endSession(session.uuid);
};

/** One `oidc-provider` for an application: own issuer and keys endpoint, shared authorize, token and userinfo paths. */
export const applicationProvider = (state: AuthentikState, origin: string, application: Readonly<ApplicationRow>, row: Readonly<ProviderRow>, secrets: Readonly<Secrets>): Provider => {
  const root = `/application/o/${application.slug}`;
  const issuer = `${origin}${root}/`;
  const standard = Object.keys(scopeClaims);
  const scopes = [...standard, ...row.scopes];
  const redirectUris = (type: 'authorization' | 'logout'): string[] => row.redirect_uris.filter((uri) => uri.redirect_uri_type === type).map((uri) => uri.url);

  /** Consent is implicit: the grant covers whatever is asked. */
  const implicitGrant = async (ctx: OidcContext): Promise<unknown> => {
    const { client, session, provider, requestParamScopes } = ctx.oidc;
    if (!client || !session?.accountId) return undefined;
    const grantId = session.grantIdFor(client.clientId);
    const known = grantId === undefined ? undefined : await provider.Grant.find(grantId);
    const grant = known ?? new provider.Grant({ accountId: session.accountId, clientId: client.clientId });
    const asked = [...requestParamScopes].join(' ');
    grant.addOIDCScope(asked);
    grant.addResourceScope(issuer, asked);
    await grant.save();
    return grant;
  };

  const sid = (ctx: OidcContext): string | undefined => {
    const { session, entities } = ctx.oidc;
    const uid = session?.uid ?? entities.AuthorizationCode?.sessionUid ?? entities.RefreshToken?.sessionUid;
    return uid === undefined ? undefined : createHash('sha256').update(uid).digest('hex');
  };

  const provider = new Provider(issuer, {
    adapter: (model: string) => new OidcAdapter(state, model),
    jwks: { keys: [secrets.jwk] },
    cookies: {
      keys: [secrets.cookieKey],
      names: { session: 'authentik_session', interaction: 'authentik_flow', resume: 'authentik_resume' },
      long: { httpOnly: true, sameSite: 'lax', path: '/' },
      short: { httpOnly: true, sameSite: 'lax', path: '/' },
    },
    clients: [
      {
        client_id: row.client_id,
        ...(row.client_type === 'confidential' && { client_secret: row.client_secret }),
        token_endpoint_auth_method: row.client_type === 'confidential' ? 'client_secret_post' : 'none',
        grant_types: row.grant_types,
        response_types: row.grant_types.includes('authorization_code') ? ['code'] : [],
        redirect_uris: redirectUris('authorization'),
        post_logout_redirect_uris: redirectUris('logout'),
        ...(!row.grant_types.includes('authorization_code') && { scope: row.scopes.join(' ') }),
      },
    ],
    clientAuthMethods: ['client_secret_post', 'client_secret_basic', 'none'],
    scopes,
    claims: Object.fromEntries(Object.entries(scopeClaims).map(([scope, claims]) => [scope, claims])),
    pkce: { required: () => row.client_type === 'public' },
    routes: {
      authorization: paths.authorize,
      token: paths.token,
      userinfo: paths.userinfo,
      revocation: paths.revoke,
      jwks: `${root}/jwks/`,
      end_session: `${root}/end-session/`,
    },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      revocation: { enabled: true, allowedPolicy: (_ctx: OidcContext, client: { clientId: string }, token: OidcToken) => token.clientId === client.clientId },
      resourceIndicators: {
        enabled: true,
        // Always a resource of our own making: only then are access tokens JWTs.
        defaultResource: () => issuer,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: scopes.join(' '),
          audience: row.client_id,
          accessTokenTTL: accessTokenSeconds,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx: OidcContext, form: string) => {
          const { html, csp } = signOutPage(form, redirectUris('logout'));
          ctx.set('content-security-policy', csp);
          ctx.body = html;
        },
        postLogoutSuccessSource: (ctx: OidcContext) => {
          const { html, csp } = errorPage('Signed out', 'You are signed out. You may close this window.');
          ctx.set('content-security-policy', csp);
          ctx.body = html;
        },
      },
    },
    formats: { bitsOfOpaqueRandomness: (_ctx: OidcContext, token: OidcToken) => (token.kind === 'RefreshToken' ? 768 : 256), customizers: { jwt: shapeAccessToken(state, row) } },
    ttl: { AccessToken: accessTokenSeconds, ClientCredentials: accessTokenSeconds, AuthorizationCode: 60, IdToken: accessTokenSeconds, RefreshToken: 30 * day, Session: 14 * day, Grant: 60 * day, Interaction: 3_600 },
    interactions: { url: (_ctx: OidcContext, interaction: { uid: string }) => `${paths.flow}${interaction.uid}/` },
    loadExistingGrant: implicitGrant,
    issueRefreshToken: (_ctx: OidcContext, _client: unknown, source: OidcToken) => row.grant_types.includes('refresh_token') && (source.scope ?? '').split(' ').includes('offline_access'),
    rotateRefreshToken: true,
    expiresWithSession: () => false,
    findAccount: (ctx: OidcContext, subject: string) => {
      const user = state.userBySubject(subject);
      if (!user?.is_active) return undefined;
      return { accountId: subject, claims: () => ({ sub: subject, sid: sid(ctx), ...accountClaims(state, user) }) };
    },
    renderError: (ctx: OidcContext, out: { error: string; error_description?: string }) => {
      const { html, csp } = errorPage('Sign-in did not work', `${out.error_description ?? out.error}. Go back to Dezky and sign in again.`);
      ctx.type = 'html';
      ctx.set('content-security-policy', csp);
      ctx.body = html;
    },
  });
  provider.on('authorization.success', recordSession(state));
  provider.on('end_session.success', forgetSession(state));
  provider.on('server_error', (_ctx: OidcContext, error: Error) => process.stderr.write(`sandbox authentik sign-in: ${error.stack ?? error.message}\n`));
  return provider;
};

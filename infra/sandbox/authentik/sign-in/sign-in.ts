import { createPublicKey, randomBytes, verify } from 'node:crypto';
import type { Interaction, Provider } from 'oidc-provider';
import { empty, type Exchange, type Handler, html, json, type Reply } from '../../http/router';
import type { AuthentikState, ProviderRow, Secrets, UserRow } from '../authentik-state';
import { newRsaJwk } from '../../rsa-keys';
import { passwordMatches } from '../password-hash';
import { accountClaims } from './account-claims';
import { applicationProvider, paths } from './application-provider';
import { errorPage, type Page, signInPage } from './pages';
import { SignInAttempts } from './sign-in-attempts';

const secretsOf = (state: AuthentikState): Readonly<Secrets> => {
  const known = state.secrets.get('sign-in');
  if (known) return known;
  const jwk = { ...newRsaJwk(), kid: randomBytes(16).toString('hex'), alg: 'RS256', use: 'sig' };
  const secrets = { jwk, cookieKey: randomBytes(32).toString('hex') };
  state.secrets.put('sign-in', secrets);
  return secrets;
};

const send = (status: number, page: Page): Reply => html(status, page.html, { 'content-security-policy': page.csp, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });

/** The client of a token request: from Basic or from the form. */
const clientCredentials = (exchange: Exchange): { id: string; secret: string | undefined } => {
  const basic = /^Basic (.+)$/i.exec(exchange.header('authorization') ?? '')?.[1];
  if (basic === undefined) return { id: exchange.form().get('client_id') ?? '', secret: undefined };
  const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString('utf8').split(':').map((part) => decodeURIComponent(part.replaceAll('+', ' ')));
  return { id, secret };
};

/** Sign-in on Authentik's paths: discovery, authorize, token, userinfo, keys, end of session, and the login page. */
export class SignIn {
  private readonly secrets: Readonly<Secrets>;
  private readonly providers = new Map<string, { row: Readonly<ProviderRow>; provider: Provider }>();
  private readonly attempts = new SignInAttempts();

  constructor(
    private readonly state: AuthentikState,
    /** Asked late: the port is known only once the server listens. */
    private readonly origin: () => string,
  ) {
    this.secrets = secretsOf(state);
    state.sweep();
  }

  readonly handle: Handler = (exchange) => {
    const { path } = exchange;
    if (path === paths.userinfo) return this.userinfo(exchange);
    if (path === paths.token || path === paths.revoke) return this.tokenEndpoint(exchange);
    if (path === paths.authorize) return this.authorize(exchange);
    if (path.startsWith(paths.authorize)) return this.resume(exchange, path.slice(paths.authorize.length));
    if (path.startsWith(paths.flow)) return this.flow(exchange, path.slice(paths.flow.length).replace(/\/$/, ''));
    const [, slug, rest] = /^\/application\/o\/([-\w]+)(\/.*)$/.exec(path) ?? [];
    if (slug === undefined || rest === undefined) return send(404, errorPage('Not found', 'There is nothing at this address.'));
    const provider = this.bySlug(slug);
    if (!provider) return send(404, errorPage('Not found', 'There is no such application.'));
    // Discovery is the one route that oidc-provider knows at its root only.
    const url = rest.startsWith('/.well-known/') ? rest : undefined;
    return this.pass(provider, exchange, url === undefined ? {} : { url });
  };

  private bySlug(slug: string): Provider | undefined {
    const application = this.state.applications.get(slug);
    const row = application?.provider == null ? undefined : this.state.providers.get(String(application.provider));
    if (!application || !row) return undefined;
    const known = this.providers.get(slug);
    if (known?.row === row) return known.provider;
    const provider = applicationProvider(this.state, this.origin(), application, row, this.secrets);
    this.providers.set(slug, { row, provider });
    return provider;
  }

  private byClient(clientId: string): Provider | undefined {
    const row = this.state.providers.values().find((one) => one.client_id === clientId);
    const application = row && this.state.applications.values().find((one) => one.provider === row.pk);
    return application && this.bySlug(application.slug);
  }

  private byInteraction(uid: string): Provider | undefined {
    const params = this.state.oidc('Interaction').get(uid)?.payload.params as { client_id?: string } | undefined;
    return params?.client_id === undefined ? undefined : this.byClient(params.client_id);
  }

  private async pass(provider: Provider, exchange: Exchange, changes: { url?: string } = {}): Promise<undefined> {
    await provider.callback()(exchange.unread(changes), exchange.response);
  }

  private authorize(exchange: Exchange): Reply | Promise<undefined> {
    const provider = this.byClient(exchange.query.get('client_id') ?? '');
    if (!provider) return send(400, errorPage('Sign-in did not work', 'The client identifier (client_id) is missing or invalid.'));
    const url = new URL(exchange.url);
    const prompts = (url.searchParams.get('prompt') ?? '').split(' ').filter(Boolean);
    // oidc-provider grants offline_access only together with a consent prompt; ours is answered without a page.
    if ((url.searchParams.get('scope') ?? '').split(' ').includes('offline_access') && !prompts.includes('none')) {
      url.searchParams.set('prompt', [...new Set([...prompts, 'consent'])].join(' '));
    }
    return this.pass(provider, exchange, { url: `${url.pathname}${url.search}` });
  }

  private resume(exchange: Exchange, uid: string): Reply | Promise<undefined> {
    const provider = this.byInteraction(uid);
    return provider ? this.pass(provider, exchange) : this.expired();
  }

  private expired(): Reply {
    return send(400, errorPage('This sign-in has expired', 'Go back to Dezky and sign in again.'));
  }

  private tokenEndpoint(exchange: Exchange): Reply | Promise<undefined> {
    const { id, secret } = clientCredentials(exchange);
    const provider = this.byClient(id);
    if (!provider) return json(400, { error: 'invalid_client', error_description: 'Client authentication failed (e.g., unknown client, no client authentication included, or unsupported authentication method)' });
    const grantType = exchange.form().get('grant_type') ?? '';
    const row = this.state.providers.values().find((one) => one.client_id === id);
    if (exchange.path === paths.token && !row?.grant_types.includes(grantType)) {
      return json(400, { error: 'invalid_grant', error_description: 'The provided authorization grant or refresh token is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client' });
    }
    if (secret === undefined) return this.pass(provider, exchange);
    // Authentik takes the secret either way; oidc-provider wants one way for a client.
    const form = exchange.form();
    form.set('client_id', id);
    form.set('client_secret', secret);
    const posted = exchange.unread({}, Buffer.from(form.toString()));
    delete posted.headers.authorization;
    return provider.callback()(posted, exchange.response).then(() => undefined);
  }

  private async flow(exchange: Exchange, uid: string): Promise<Reply | undefined> {
    const provider = this.byInteraction(uid);
    if (!provider) return this.expired();
    const request = exchange.unread();
    let interaction: Interaction;
    try {
      interaction = await provider.interactionDetails(request, exchange.response);
    } catch {
      // The cookie of this browser does not belong to this interaction.
      return this.expired();
    }
    if (interaction.uid !== uid) return this.expired();
    const finish = async (result: Record<string, unknown>): Promise<undefined> => void (await provider.interactionFinished(request, exchange.response, result));
    if (interaction.prompt.name !== 'login') return finish({ consent: {} });

    const row = this.state.providers.values().find((one) => one.client_id === interaction.params.client_id);
    const redirectUris = (row?.redirect_uris ?? []).map((uri) => uri.url);
    if (exchange.method !== 'POST') return send(200, signInPage({ name: interaction.params.login_hint ?? '', redirectUris }));
    const form = exchange.form();
    const name = (form.get('uid_field') ?? '').trim();
    const outcome = await this.checkPassword(name, form.get('password') ?? '');
    if ('error' in outcome) return send(outcome.status, signInPage({ name, error: outcome.error, redirectUris }));
    this.state.sweep();
    this.state.changeUser(outcome.user.pk, { last_login: new Date().toISOString() });
    return finish({ login: { accountId: outcome.user.uuid, amr: ['pwd'] } });
  }

  private async checkPassword(name: string, password: string): Promise<{ user: Readonly<UserRow> } | { status: number; error: string }> {
    const users = this.state.users.values();
    const user = users.find((one) => one.username === name) ?? users.find((one) => one.email !== '' && one.email.toLowerCase() === name.toLowerCase());
    const account = user?.uuid ?? name;
    const wait = this.attempts.wait(account);
    if (wait > 0) return { status: 429, error: `Too many wrong passwords. Wait ${wait} seconds and try again.` };
    const right = await passwordMatches(password, user?.is_active ? user.password : null);
    if (user && right) {
      this.attempts.succeeded(account);
      return { user };
    }
    this.attempts.failed(account);
    return { status: 200, error: 'The email or username and the password do not match.' };
  }

  /** Answers for tokens that are known and whose user is active; a good signature alone does not count (contract 6). */
  private userinfo(exchange: Exchange): Reply {
    const [, header, payload, signature] = /^Bearer ([\w-]+)\.([\w-]+)\.([\w-]+)$/i.exec(exchange.header('authorization') ?? '') ?? [];
    const refused = empty(401, { 'www-authenticate': 'error="invalid_token"' });
    if (header === undefined || payload === undefined || signature === undefined) return refused;
    const key = createPublicKey({ key: this.secrets.jwk, format: 'jwk' });
    if (!verify('RSA-SHA256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'))) return refused;
    const { jti, exp } = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as { jti?: string; exp?: number };
    const token = this.state.accessTokens.get(jti ?? '');
    const user = token && this.state.user(token.user);
    if (!token || !user?.is_active || (exp ?? 0) * 1000 < Date.now()) return refused;
    return json(200, { sub: user.uuid, ...accountClaims(this.state, user) });
  }
}

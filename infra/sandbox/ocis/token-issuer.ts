import { constants, createPrivateKey, createPublicKey, type KeyObject, randomBytes, sign, verify } from 'node:crypto';
import { type Exchange, json, type Reply } from '../http/router';
import type { AccountRow, OcisState } from './ocis-state';

const refreshTokenSeconds = 30 * 86_400;
export const webClient = 'web';
const allScopes = 'profile email offline_access openid';

interface Claims {
  readonly iss: string;
  readonly aud: string;
  readonly sub: string;
  readonly exp: number;
  readonly iat: number;
  readonly jti: string;
  readonly scp: string;
  /** `1` access, `2` refresh; an ID token has none. */
  readonly 'lg.t'?: string;
  readonly 'lg.i': { dn: string; id: string; un: string };
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const now = (): number => Math.floor(Date.now() / 1000);
const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
const refused = (error: string, description: string): Reply => json(400, { error, error_description: description });

/**
 * The built-in identity provider as far as a server-side client meets it: discovery, keys, userinfo
 * and the refresh grant with its odd errors. Refresh tokens are signed and not stored, so that old
 * ones stay good until they expire.
 */
export class TokenIssuer {
  private readonly privateKey: KeyObject;
  private readonly publicKey: KeyObject;

  constructor(
    private readonly state: OcisState,
    private readonly origin: () => string,
    private readonly options: { accessTokenSeconds: number; revokeOnUse: boolean; adminRefreshToken: string | undefined },
  ) {
    this.privateKey = createPrivateKey({ key: state.installation.jwk, format: 'jwk' });
    this.publicKey = createPublicKey({ key: state.installation.jwk, format: 'jwk' });
  }

  discovery(): Reply {
    const issuer = this.origin();
    return json(200, {
      issuer,
      authorization_endpoint: `${issuer}/signin/v1/identifier/_/authorize`,
      token_endpoint: `${issuer}/konnect/v1/token`,
      userinfo_endpoint: `${issuer}/konnect/v1/userinfo`,
      end_session_endpoint: `${issuer}/signin/v1/identifier/_/endsession`,
      check_session_iframe: `${issuer}/konnect/v1/session/check-session.html`,
      jwks_uri: `${issuer}/konnect/v1/jwks.json`,
      scopes_supported: ['openid', 'offline_access', 'email', 'LibgreGraph.UUID', 'LibreGraph.RawSub', 'profile'],
      response_types_supported: ['id_token token', 'id_token', 'code id_token', 'code id_token token'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['PS256'],
      userinfo_signing_alg_values_supported: ['PS256'],
      request_object_signing_alg_values_supported: ['PS256', 'none'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'none'],
      token_endpoint_auth_signing_alg_values_supported: ['PS256'],
      claims_parameter_supported: true,
      claims_supported: ['iss', 'sub', 'aud', 'exp', 'iat', 'name', 'family_name', 'given_name', 'email', 'email_verified'],
      request_parameter_supported: true,
      request_uri_parameter_supported: false,
    });
  }

  keys(): Reply {
    const { kty, n, e } = this.state.installation.jwk;
    return json(200, { keys: [{ use: 'sig', kty, kid: 'private-key', n, e }] });
  }

  /** The account of a good access token; undefined for everything else, as the proxy cannot tell why. */
  accountOf(token: string): Readonly<AccountRow> | undefined {
    const claims = this.accessClaims(token);
    return claims && this.enabledAccount(claims);
  }

  /** Whether an access token is good by itself, its account aside. */
  isGood(token: string): boolean {
    return this.accessClaims(token) !== undefined;
  }

  userinfo(exchange: Exchange): Reply {
    const token = /^Bearer (.+)$/.exec(exchange.header('authorization') ?? '')?.[1];
    if (token === undefined) return { status: 401, headers: { 'www-authenticate': 'error="invalid_request", error_description="Bearer authorization required"' } };
    const account = this.accountOf(token);
    if (!account) return { status: 401, headers: { 'www-authenticate': 'error="invalid_token", error_description="invalid token"' } };
    return json(200, {
      email: account.mail ?? '',
      email_verified: false,
      family_name: account.surname,
      given_name: account.givenName ?? '',
      name: account.displayName,
      preferred_username: account.username,
      sub: account.id,
    });
  }

  token(exchange: Exchange): Reply {
    if (exchange.method !== 'POST') return refused('invalid_request', 'request must be sent with POST');
    const isForm = exchange.header('content-type')?.startsWith('application/x-www-form-urlencoded') ?? false;
    const form = isForm ? exchange.form() : new URLSearchParams();
    const basic = /^Basic (.+)$/.exec(exchange.header('authorization') ?? '')?.[1];
    const client = basic === undefined ? form.get('client_id') : Buffer.from(basic, 'base64').toString('utf8').split(':')[0];
    if (!client) return refused('invalid_request', 'client_id is missing');
    const grantType = form.get('grant_type');
    if (grantType !== 'refresh_token') return refused('unsupported_grant_type', 'unsupported grant_type value');
    if (client !== webClient && client !== 'OpenCloudDesktop') return refused('access_denied', `unknown client_id: ${client}`);
    const refreshToken = form.get('refresh_token');
    if (!refreshToken) return refused('invalid_grant', 'missing refresh_token');
    return this.refresh(client, refreshToken, form.get('scope'));
  }

  /** What a browser would get after signing the account in. */
  issue(account: Readonly<AccountRow>, client = webClient, scope = allScopes): Record<string, unknown> {
    const issued = now();
    const common = { iss: this.origin(), aud: client, sub: account.id, iat: issued, scp: scope, 'lg.i': { dn: account.displayName, id: `ownCloudUUID=${account.id}`, un: account.username }, 'lg.p': 'identifier-ldap' };
    const make = (more: object, seconds: number): string => this.sign({ ...common, ...more, exp: issued + seconds, jti: randomBytes(24).toString('base64url') });
    return {
      access_token: make({ 'lg.t': '1' }, this.options.accessTokenSeconds),
      token_type: 'Bearer',
      id_token: make({}, this.options.accessTokenSeconds),
      ...(scope.split(' ').includes('offline_access') && { refresh_token: make({ 'lg.t': '2' }, refreshTokenSeconds) }),
      expires_in: this.options.accessTokenSeconds,
    };
  }

  private refresh(client: string, token: string, scope: string | null): Reply {
    const claims = token === this.options.adminRefreshToken ? this.handedOver(client) : this.read(token);
    if ('error' in claims) return refused('invalid_request', claims.error);
    if (claims.exp <= now()) return refused('invalid_request', `token is expired by ${now() - claims.exp}s`);
    if (claims['lg.t'] !== '2') return refused('invalid_request', 'not a refresh token');
    if (claims.aud !== client) return refused('invalid_grant', 'client_id mismatch');
    const granted = claims.scp.split(' ');
    const asked = scope?.split(' ') ?? granted;
    if (!asked.every((one) => granted.includes(one))) return refused('insufficient_scope', 'insufficient scope');
    const account = this.enabledAccount(claims);
    if (!account) return refused('invalid_grant', 'user not found');
    if (this.options.revokeOnUse) {
      if (this.state.spent.has(claims.jti)) return refused('invalid_grant', 'refresh token was used before');
      this.state.spent.put(claims.jti, true);
    }
    return json(200, this.issue(account, client, asked.join(' ')));
  }

  /** The claims that the agreed token of the admin stands for. */
  private handedOver(client: string): Claims {
    const admin = this.state.admin;
    return { iss: this.origin(), aud: client, sub: admin.id, exp: now() + refreshTokenSeconds, iat: now(), jti: 'handed-over', scp: allScopes, 'lg.t': '2', 'lg.i': { dn: admin.displayName, id: admin.id, un: admin.username } };
  }

  private accessClaims(token: string): Claims | undefined {
    const claims = this.read(token);
    return 'error' in claims || claims['lg.t'] !== '1' || claims.exp <= now() ? undefined : claims;
  }

  private enabledAccount(claims: Claims): Readonly<AccountRow> | undefined {
    const account = this.state.accounts.get(claims.sub);
    return account?.enabled === false ? undefined : account;
  }

  private sign(claims: object): string {
    const content = `${encode({ alg: 'PS256', kid: 'private-key', typ: 'JWT' })}.${encode(claims)}`;
    return `${content}.${sign('sha256', Buffer.from(content), { key: this.privateKey, ...pss }).toString('base64url')}`;
  }

  private read(token: string): Claims | { error: string } {
    const [header, payload, signature, ...rest] = token.split('.');
    if (header === undefined || payload === undefined || signature === undefined || rest.length > 0) return { error: 'token contains an invalid number of segments' };
    const good = verify('sha256', Buffer.from(`${header}.${payload}`), { key: this.publicKey, ...pss }, Buffer.from(signature, 'base64url'));
    return good ? (JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Claims) : { error: 'crypto/rsa: verification error' };
  }
}

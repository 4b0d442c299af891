import { BackEndError } from '@dezky/kit/http/back-end-error';
import * as oidc from 'openid-client';
import type { GatewayConfig } from '../config';
import type { SessionTokens } from './session-store';

/** What has to be remembered between leaving for the identity provider and coming back. */
export interface SignInAttempt {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  /** Under which of our addresses it began: the code is sent there, and good there alone. */
  readonly ownUrl: string;
  readonly returnTo: string;
}

export interface SignedIn {
  readonly subject: string;
  readonly tokens: SessionTokens;
}

const scope = 'openid profile email offline_access';
const timeoutSeconds = 10;

const unreachable = (cause: unknown): BackEndError => new BackEndError('AUTHENTIK', 'UNREACHABLE', 'The sign-in is not available right now. Try again in a moment.', { cause });

/** The identity provider as a relying party sees it (OpenID Connect Core, authorization code with PKCE, RFC 7636). */
export class IdentityProvider {
  private discovered: Promise<oidc.Configuration> | undefined;

  constructor(private readonly config: GatewayConfig) {}

  get issuer(): string {
    return `${this.config.AUTH_URL}/application/o/${this.config.PORTAL_OIDC_APP_SLUG}/`;
  }

  /** @throws BackEndError when the provider cannot be reached. */
  async begin(ownUrl: string, returnTo: string): Promise<{ url: URL; attempt: SignInAttempt }> {
    const attempt = { state: oidc.randomState(), nonce: oidc.randomNonce(), codeVerifier: oidc.randomPKCECodeVerifier(), ownUrl, returnTo };
    const url = oidc.buildAuthorizationUrl(await this.configuration(), {
      redirect_uri: `${ownUrl}/auth/callback`,
      scope,
      state: attempt.state,
      nonce: attempt.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(attempt.codeVerifier),
      code_challenge_method: 'S256',
    });
    return { url, attempt };
  }

  /** @throws when the answer does not belong to the attempt, or the code is refused. */
  async complete(currentUrl: URL, attempt: SignInAttempt): Promise<SignedIn> {
    const answer = await oidc.authorizationCodeGrant(await this.configuration(), currentUrl, {
      pkceCodeVerifier: attempt.codeVerifier,
      expectedState: attempt.state,
      expectedNonce: attempt.nonce,
      idTokenExpected: true,
    });
    return { subject: answer.claims()?.sub ?? '', tokens: tokensOf(answer, answer.id_token ?? '', null) };
  }

  /**
   * @returns null when the provider has ended the session.
   * @throws BackEndError when the provider cannot be reached; the session may be good.
   */
  async renew(tokens: SessionTokens): Promise<SessionTokens | null> {
    if (!tokens.refreshToken) return null;
    try {
      const answer = await oidc.refreshTokenGrant(await this.configuration(), tokens.refreshToken);
      return tokensOf(answer, answer.id_token ?? tokens.idToken, tokens.refreshToken);
    } catch (error) {
      if (error instanceof oidc.ResponseBodyError && error.status >= 400 && error.status < 500) return null;
      throw error instanceof BackEndError ? error : unreachable(error);
    }
  }

  /**
   * Presents an access token where the provider tells who somebody is (OpenID Connect Core section 5.3).
   *
   * @returns whether it was taken.
   * @throws BackEndError when the provider cannot be reached, or says neither yes nor no.
   */
  async takesAccessToken(accessToken: string): Promise<boolean> {
    const { userinfo_endpoint: endpoint } = (await this.configuration()).serverMetadata();
    if (!endpoint) throw new BackEndError('AUTHENTIK', 'BROKEN', 'Authentik names no userinfo endpoint.');
    const answer = await fetch(endpoint, { headers: { authorization: `Bearer ${accessToken}` }, signal: AbortSignal.timeout(timeoutSeconds * 1_000) }).catch((error: unknown) => {
      throw unreachable(error);
    });
    if (answer.ok) return true;
    if (answer.status === 401 || answer.status === 403) return false;
    throw new BackEndError('AUTHENTIK', 'BROKEN', `Authentik answered ${answer.status} to an access token.`, { status: answer.status });
  }

  /** Where the browser has to go so that the provider's own session ends as well (OpenID Connect RP-Initiated Logout). */
  async endSessionUrl(ownUrl: string, idToken: string): Promise<URL> {
    return oidc.buildEndSessionUrl(await this.configuration(), { id_token_hint: idToken, post_logout_redirect_uri: `${ownUrl}/signed-out` });
  }

  /** Discovery is asked when it is first needed and again after it has failed: the provider may start later than we do. */
  private configuration(): Promise<oidc.Configuration> {
    const insecure = this.config.AUTH_URL.startsWith('http:') ? { execute: [oidc.allowInsecureRequests] } : {};
    const options = { ...insecure, timeout: timeoutSeconds };
    this.discovered ??= oidc.discovery(new URL(this.issuer), this.config.PORTAL_OIDC_CLIENT_ID, undefined, oidc.ClientSecretPost(this.config.PORTAL_OIDC_CLIENT_SECRET), options).catch((error: unknown) => {
      this.discovered = undefined;
      throw unreachable(error);
    });
    return this.discovered;
  }
}

const tokensOf = (answer: oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers, idToken: string, refreshToken: string | null): SessionTokens => ({
  accessToken: answer.access_token,
  refreshToken: answer.refresh_token ?? refreshToken,
  idToken,
  expiresAt: new Date(Date.now() + (answer.expiresIn() ?? 300) * 1_000),
});

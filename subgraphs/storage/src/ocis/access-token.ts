import { BackEndError } from '@dezky/kit/http/back-end-error';
import { tokenFailure } from './errors';
import type { WireTokens } from './ocis.wire';

/** Keeps the one refresh token of the platform's account. */
export interface CredentialStore {
  load(): Promise<string>;
  /** Has to be durable when it returns: the token before may be worthless from now on. */
  save(refreshToken: string): Promise<void>;
}

export interface AccessTokenOptions {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret?: string;
  readonly credentialStore: CredentialStore;
  readonly fetch: typeof fetch;
}

/** Renewed so many seconds before it runs out, or at half of a short life. */
const marginSeconds = 30;

const readJson = <T>(body: string, what: string): T => {
  try {
    return JSON.parse(body) as T;
  } catch (cause) {
    throw new BackEndError('OCIS', 'BROKEN', `${what} of the identity provider of ownCloud is not JSON.`, { cause });
  }
};

/** The access token of the platform's account, one refresh at a time (RFC 6749 section 6). */
export class AccessToken {
  private current: { token: string; freshUntil: number } | undefined;
  private refreshing: Promise<string> | undefined;
  private tokenEndpoint: string | undefined;

  constructor(private readonly options: AccessTokenOptions) {}

  get(): Promise<string> {
    if (this.current && this.current.freshUntil > Date.now()) return Promise.resolve(this.current.token);
    return this.refresh();
  }

  /** A token other than `refused`, which was answered with 401. */
  renew(refused: string): Promise<string> {
    if (this.current && this.current.token !== refused) return this.get();
    return this.refresh();
  }

  private refresh(): Promise<string> {
    this.refreshing ??= this.exchange().finally(() => {
      this.refreshing = undefined;
    });
    return this.refreshing;
  }

  private async exchange(): Promise<string> {
    const { credentialStore } = this.options;
    const refreshToken = await credentialStore.load();
    let tokens: WireTokens;
    try {
      tokens = await this.request(refreshToken);
    } catch (error) {
      // Another process may have used the token up and stored its successor meanwhile.
      const newest = await credentialStore.load();
      if (newest === refreshToken || !(error instanceof BackEndError) || error.fault !== 'UNAUTHORIZED') throw error;
      tokens = await this.request(newest);
    }
    const { access_token: token, refresh_token: successor, expires_in: lifetime = 60 } = tokens;
    // Before anything else: a crash after this line costs an access token, before it perhaps the credential.
    if (successor !== undefined && successor !== refreshToken) await credentialStore.save(successor);
    this.current = { token, freshUntil: Date.now() + Math.max(lifetime - marginSeconds, lifetime / 2) * 1000 };
    return token;
  }

  private async request(refreshToken: string): Promise<WireTokens> {
    const { clientId, clientSecret, fetch } = this.options;
    const endpoint = (this.tokenEndpoint ??= await this.discover());
    const form = new URLSearchParams({ grant_type: 'refresh_token', client_id: clientId, refresh_token: refreshToken });
    if (clientSecret !== undefined) form.set('client_secret', clientSecret);
    const answer = await fetch(endpoint, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' }, body: form.toString() });
    const body = await answer.text();
    if (!answer.ok) throw tokenFailure(answer.status, answer.headers, body);
    const tokens = readJson<Partial<WireTokens>>(body, 'The token answer');
    if (typeof tokens.access_token !== 'string') throw new BackEndError('OCIS', 'BROKEN', 'The identity provider of ownCloud answered without an access token.');
    return { ...tokens, access_token: tokens.access_token };
  }

  /** OpenID Connect Discovery 1.0 section 4: endpoints are never built from the host of OCIS. */
  private async discover(): Promise<string> {
    const { issuer, fetch } = this.options;
    const answer = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, { headers: { accept: 'application/json' } });
    const body = await answer.text();
    if (!answer.ok) throw new BackEndError('OCIS', answer.status >= 500 ? 'BROKEN' : 'REFUSED', `The identity provider of ownCloud answered discovery with ${answer.status}.`, { status: answer.status });
    const { token_endpoint: endpoint } = readJson<{ token_endpoint?: string }>(body, 'The discovery document');
    if (typeof endpoint !== 'string') throw new BackEndError('OCIS', 'BROKEN', 'The identity provider of ownCloud names no token endpoint.');
    return endpoint;
  }
}

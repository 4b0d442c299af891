import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import type { GatewayConfig } from '../config';

/** Whose token it is: a person's, or a program's own. */
export type Credential = { readonly kind: 'USER'; readonly subject: string; readonly issuedAt: Date } | { readonly kind: 'CLIENT'; readonly clientId: string; readonly scopes: readonly string[] };

type RemoteKeys = ReturnType<typeof createRemoteJWKSet>;

/** Access tokens of our identity provider (RFC 9068 in Authentik's form: `aud` is the client id, `typ` is JWT). */
export class BearerTokens {
  private readonly keys = new Map<string, RemoteKeys>();

  constructor(private readonly config: GatewayConfig) {}

  /** @returns null when the token is not good for our API, for whatever reason. */
  async verify(token: string): Promise<Credential | null> {
    try {
      const { iss } = decodeJwt(token);
      const keys = iss && this.keysOf(iss);
      if (!keys) return null;
      const { payload } = await jwtVerify(token, keys, { issuer: iss, algorithms: ['RS256'] }).finally(() => {
        // Whoever makes up issuers shall not fill our memory with them.
        if (!keys.jwks()) this.keys.delete(iss);
      });
      // Authentik's ID tokens differ in nothing else: they have no scope. They say who somebody is and travel in URLs at sign-out.
      if (typeof payload['scope'] !== 'string') return null;
      // The client it was given to, for itself: a token that names us beside somebody else was not made for us.
      const { azp: clientId, aud } = payload;
      if (typeof clientId !== 'string' || clientId === '' || (Array.isArray(aud) ? aud.length !== 1 || aud[0] !== clientId : aud !== clientId)) return null;
      if (clientId === this.config.PORTAL_OIDC_CLIENT_ID || this.config.API_OIDC_CLIENT_IDS.includes(clientId)) return payload.sub && payload.iat !== undefined ? { kind: 'USER', subject: payload.sub, issuedAt: new Date(payload.iat * 1_000) } : null;
      // Identity knows the partners' clients, which may use client credentials alone; every other application's client is a stranger there.
      return { kind: 'CLIENT', clientId, scopes: payload['scope'].split(' ').filter(Boolean) };
    } catch {
      // Malformed, expired, of another issuer, signed by another key: to the caller all of it means "not signed in".
      return null;
    }
  }

  /** Each application has its own issuer; only those of our provider are asked for keys. */
  private keysOf(issuer: string): RemoteKeys | null {
    const prefix = `${this.config.AUTH_URL}/application/o/`;
    const slug = issuer.startsWith(prefix) ? issuer.slice(prefix.length) : '';
    if (!/^[-a-zA-Z0-9_]+\/$/.test(slug)) return null;
    let keys = this.keys.get(issuer);
    if (!keys) {
      keys = createRemoteJWKSet(new URL(`${issuer}jwks/`), { cooldownDuration: 5_000, timeoutDuration: 5_000 });
      this.keys.set(issuer, keys);
    }
    return keys;
  }
}

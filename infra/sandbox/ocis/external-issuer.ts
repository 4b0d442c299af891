/**
 * Accepts the access tokens of one OpenID provider, as OCIS does beside an identity provider of
 * one's own: userinfo decides, `preferred_username` names the account, and what is known of a
 * token is kept until it expires. Audience is not checked (contract 2.3).
 */
export class ExternalIssuer {
  private userinfoEndpoint: string | undefined;
  private readonly known = new Map<string, { username: string; until: number }>();

  constructor(private readonly issuer: string) {}

  /** The username that a token stands for; undefined when the issuer refuses it or does not answer. */
  async usernameOf(token: string): Promise<string | undefined> {
    const cached = this.known.get(token);
    if (cached && cached.until > Date.now()) return cached.username;
    const payload = /^[\w-]+\.([\w-]+)\.[\w-]+$/.exec(token)?.[1];
    if (payload === undefined) return undefined;
    const { iss, exp } = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as { iss?: string; exp?: number };
    if (iss !== this.issuer) return undefined;
    try {
      this.userinfoEndpoint ??= await this.discover();
      const answer = await fetch(this.userinfoEndpoint, { headers: { authorization: `Bearer ${token}` } });
      if (!answer.ok) return undefined;
      const { preferred_username: username } = (await answer.json()) as { preferred_username?: string };
      if (username !== undefined) this.known.set(token, { username, until: (exp ?? 0) * 1000 });
      return username;
    } catch {
      // The proxy answers 401 while the issuer is out of reach: the caller cannot tell it from a bad token.
      return undefined;
    }
  }

  private async discover(): Promise<string> {
    const answer = await fetch(new URL('.well-known/openid-configuration', this.issuer));
    return ((await answer.json()) as { userinfo_endpoint: string }).userinfo_endpoint;
  }
}

import { BackEndError } from '@dezky/kit/http/back-end-error';
import { backEndFetch } from '@dezky/kit/http/back-end-fetch';
import { decodeJwt } from 'jose';

/** Where files are reached with an access token. */
export class FilesDoor {
  private readonly http = backEndFetch({ system: 'OCIS', timeoutMs: 5_000 });

  /** @param issuer the one OpenID provider whose tokens ownCloud takes. */
  constructor(
    private readonly url: string,
    private readonly issuer: string,
  ) {}

  /**
   * Presents a token as a program would that reads files.
   *
   * @throws BackEndError when ownCloud gives no answer, or one that is neither yes nor no.
   */
  async takes(token: string): Promise<boolean> {
    const status = await this.ask(token).catch(async (error: unknown) => {
      // A disabled account with a good token: ownCloud drops the connection when it makes accounts by itself (contract, section 2.3). Then it still answers others.
      if (error instanceof BackEndError && error.fault === 'UNREACHABLE' && (await this.ask(null)) === 401) return 401;
      throw error;
    });
    if (status === 401) return false;
    if (status === 200) return true;
    throw new BackEndError('OCIS', 'BROKEN', `ownCloud answered ${status} to an access token.`, { status });
  }

  /** Whether the token comes from where ownCloud takes tokens from at all. */
  trusts(token: string): boolean {
    try {
      return String(decodeJwt(token).iss ?? '').replace(/\/+$/, '') === this.issuer;
    } catch {
      // A token that tells nothing of itself: ownCloud takes signed ones alone.
      return false;
    }
  }

  close(): Promise<void> {
    return this.http.close();
  }

  private async ask(token: string | null): Promise<number> {
    return (await this.http.fetch(`${this.url}/graph/v1.0/me`, { headers: { accept: 'application/json', ...(token === null ? {} : { authorization: `Bearer ${token}` }) } })).status;
  }
}

import type { Sealer } from '@dezky/kit/database/sealed';
import type { GatewayConfig } from '../config';
import { parseCookie, setCookie } from '../http/cookies';
import type { Exchange } from '../http/exchange';
import { sessionCookie } from './authenticator';
import type { IdentityProvider, SignInAttempt } from './identity-provider';
import { ownUrl } from './own-url';
import type { SessionStore } from './session-store';

const attemptCookie = 'dezky_sign_in';
const attemptSeconds = 600;

/** `/auth/login`, `/auth/callback` and `/auth/logout`. */
export class SignInRoutes {
  constructor(
    private readonly config: GatewayConfig,
    private readonly provider: IdentityProvider,
    private readonly sessions: SessionStore,
    private readonly sealer: Sealer,
  ) {}

  /** @returns whether the path was one of ours. */
  async handle(exchange: Exchange): Promise<boolean> {
    const { pathname } = exchange.url;
    const { method } = exchange.request;
    if (pathname === '/auth/login' && method === 'GET') await this.login(exchange);
    else if (pathname === '/auth/callback' && method === 'GET') await this.callback(exchange);
    else if (pathname === '/auth/logout' && method === 'POST') await this.logout(exchange);
    else if (pathname.startsWith('/auth/')) exchange.send(pathname === '/auth/logout' ? 405 : 404, '', pathname === '/auth/logout' ? { allow: 'POST' } : {});
    else return false;
    return true;
  }

  private async login(exchange: Exchange): Promise<void> {
    const begun = await this.provider.begin(ownUrl(exchange.request, this.config), localPath(exchange.url.searchParams.get('returnTo'))).catch((error: unknown) => {
      // A person looks at this answer: the portal's own page says it better than an error in JSON.
      exchange.log.warn({ err: error }, 'a sign-in could not begin');
      return null;
    });
    if (!begun) return exchange.redirect('/sign-in-failed');
    const { url, attempt } = begun;
    // Sealed, so that the verifier is of no use to whoever reads the browser's cookies from a disk.
    setCookie(exchange.response, attemptCookie, this.sealer.seal(JSON.stringify(attempt)).toString('base64url'), { secure: this.isSecure(exchange), maxAgeSeconds: attemptSeconds, path: '/auth' });
    exchange.redirect(url);
  }

  private async callback(exchange: Exchange): Promise<void> {
    const attempt = this.attemptOf(exchange);
    if (!attempt) return exchange.redirect('/auth/login');
    setCookie(exchange.response, attemptCookie, '', { secure: this.isSecure(exchange), maxAgeSeconds: 0, path: '/auth' });
    try {
      const current = new URL(`${exchange.url.pathname}${exchange.url.search}`, attempt.ownUrl);
      const { subject, tokens } = await this.provider.complete(current, attempt);
      const id = await this.sessions.open({ subject, tokens });
      setCookie(exchange.response, sessionCookie, id, { secure: this.isSecure(exchange) });
      exchange.redirect(attempt.returnTo, 303);
    } catch (error) {
      exchange.log.warn({ err: error }, 'a sign-in could not be completed');
      exchange.redirect('/sign-in-failed', 303);
    }
  }

  private async logout(exchange: Exchange): Promise<void> {
    const here = ownUrl(exchange.request, this.config);
    if (!isSameOrigin(exchange, here)) return exchange.send(403, 'Sign out from the portal or the Explorer itself.', { 'content-type': 'text/plain; charset=utf-8' });
    const id = parseCookie(exchange.request, sessionCookie);
    const closed = id ? await this.sessions.close(id) : null;
    setCookie(exchange.response, sessionCookie, '', { secure: this.isSecure(exchange), maxAgeSeconds: 0 });
    exchange.redirect(closed ? await this.provider.endSessionUrl(here, closed.tokens.idToken) : '/signed-out', 303);
  }

  private isSecure({ request }: Exchange): boolean {
    return ownUrl(request, this.config).startsWith('https:');
  }

  private attemptOf(exchange: Exchange): SignInAttempt | null {
    const cookie = parseCookie(exchange.request, attemptCookie);
    if (!cookie) return null;
    try {
      return JSON.parse(this.sealer.open(Buffer.from(cookie, 'base64url'))) as SignInAttempt;
    } catch {
      // A cookie that we did not seal is no attempt of ours; the sign-in begins anew.
      return null;
    }
  }
}

/** Only a path of our own; everything else could lead a person who just signed in to a stranger's page. */
export function localPath(path: string | null): string {
  if (!path || !path.startsWith('/') || path.startsWith('//') || path.includes('\\') || /[\u0000-\u001f]/.test(path)) return '/';
  return path;
}

/** Whether a browser says that the request comes from our own pages (Fetch Metadata, or Origin where that is missing). */
export function isSameOrigin({ request }: Exchange, ownUrl: string): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return false;
  const { origin } = request.headers;
  return origin === undefined ? site === 'same-origin' : origin === new URL(ownUrl).origin;
}

import type { Authenticator } from '../authenticate/authenticator';
import { ownUrl } from '../authenticate/own-url';
import type { GatewayConfig } from '../config';
import type { Exchange } from '../http/exchange';
import { PortalFiles } from '../portal/portal-files';

/** `/explorer`: the graph for operators, in a session of theirs. Its files hold no secret and are anybody's; the page is not. */
export class ExplorerRoute {
  private constructor(
    private readonly files: PortalFiles,
    private readonly config: GatewayConfig,
    private readonly authenticator: Authenticator,
  ) {}

  /** @param directory what the build made of gateway/explorer. */
  static load(directory: string, config: GatewayConfig, authenticator: Authenticator): ExplorerRoute {
    return new ExplorerRoute(PortalFiles.load(directory, { under: '/explorer', contentSecurityPolicy: contentSecurityPolicy(config) }), config, authenticator);
  }

  /** @returns whether the path was ours. */
  async handle(exchange: Exchange): Promise<boolean> {
    const { pathname } = exchange.url;
    if (pathname !== '/explorer' && !pathname.startsWith('/explorer/')) return false;
    if (exchange.request.method !== 'GET' && exchange.request.method !== 'HEAD') exchange.send(405, '', { allow: 'GET, HEAD' });
    else if (pathname === '/explorer/') exchange.redirect('/explorer');
    else if (pathname !== '/explorer') this.files.serve(exchange);
    else await this.open(exchange);
    return true;
  }

  private async open(exchange: Exchange): Promise<void> {
    const { PORTAL_URL, OPERATOR_URL } = this.config;
    const elsewhere = new URL(OPERATOR_URL).origin !== new URL(PORTAL_URL).origin && ownUrl(exchange.request, this.config) === PORTAL_URL;
    if (elsewhere) return exchange.redirect(OPERATOR_URL);
    const { actor, byCookie } = await this.authenticator.actorOf(exchange.request, exchange.requestId);
    // A session of somebody Dezky does not know is a session all the same: another sign-in would lead back here for ever.
    if (!byCookie) return exchange.redirect('/auth/login?returnTo=/explorer');
    const operates = actor.kind === 'USER' && actor.operator;
    if (operates && actor.passwordChangeRequired) return exchange.redirect('/choose-password');
    this.files.serve(exchange, operates ? '/explorer/explorer.html' : '/explorer/operators-only.html', operates ? 200 : 403);
  }
}

/** Nothing but what is named here, and that from our own files only. */
const contentSecurityPolicy = ({ AUTH_URL }: GatewayConfig): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "connect-src 'self'",
    "font-src 'self'",
    // The editor, Monaco, writes its theme and the place of each line as styles at run time, and takes no nonce for them.
    "style-src 'self' 'unsafe-inline'",
    // Monaco draws the wavy lines under errors as images inside its styles.
    "img-src 'self' data:",
    // Signing out is a form of ours; the provider stands here as browsers check where its answer redirects to.
    `form-action 'self' ${new URL(AUTH_URL).origin}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

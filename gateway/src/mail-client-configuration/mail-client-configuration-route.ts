import { publicActor } from '@dezky/kit/context/actor';
import { BackEndError } from '@dezky/kit/http/back-end-error';
import type { Peers } from '@dezky/kit/peer/peers';
import { budgetHeaders, payerOf } from '../budget/budget';
import type { Budgets } from '../budget/budgets';
import type { GatewayConfig } from '../config';
import type { Exchange } from '../http/exchange';
import { autoconfigDocument } from './autoconfig-document';
import { autodiscoverDocument, noSuchProvider, outlookSchema } from './autodiscover-document';
import { readAutodiscoverRequest } from './autodiscover-request';
import { splitAddress, domainOfHost } from './mail-domain';
import type { MailServer, MailSettings } from './mail-settings';

const query = 'query MailServersOfDomain($name: Hostname!) { mailServersOfDomain(name: $name) { protocol host port } }';
const autoconfigPaths = new Set(['/mail/config-v1.1.xml', '/.well-known/autoconfig/mail/config-v1.1.xml']);
/** Outlook has written it with capitals and without. */
const autodiscoverPath = '/autodiscover/autodiscover.xml';
const autodiscoverJsonPath = /^\/autodiscover\/autodiscover\.json(?:\/v1\.0\/([^/]{1,400}))?$/i;
const bodyLimitBytes = 8 * 1024;
/** What one question costs, of the budget that everybody has who is not signed in. */
const questionCost = 10;
const sayWhose = 'Say whose mail it is: add ?emailaddress=somebody@example.com, or ask at autoconfig.<domain>.';
const xml = { 'content-type': 'text/xml; charset=utf-8', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/** @returns an empty text for what is no encoding of one (RFC 3986 section 2.1). */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return '';
  }
}

interface Parts {
  readonly config: Pick<GatewayConfig, 'BUDGET_USER' | 'BUDGET_CLIENT' | 'BUDGET_PUBLIC' | 'PORTAL_URL'>;
  readonly peers: Pick<Peers, 'ask'>;
  readonly budgets: Pick<Budgets, 'take'>;
}

/**
 * Tells mail programs where a domain's mail is, before anybody has signed in: Mozilla's autoconfig and Microsoft's Autodiscover. The domain is
 * that of the address they ask with, else that of the host they ask at. No address is ever looked up; what is told is in the zone as well.
 */
export class MailClientConfigurationRoute {
  constructor(private readonly parts: Parts) {}

  /** @returns whether the path was ours. */
  async handle(exchange: Exchange): Promise<boolean> {
    const { pathname } = exchange.url;
    const [answer, methods] = this.answerAt(pathname) ?? [];
    if (!answer || !methods) return false;
    if (!methods.includes(exchange.request.method ?? '')) exchange.send(405, '', { allow: methods.join(', ') });
    else if (await this.isWithinBudget(exchange)) await answer.call(this, exchange);
    return true;
  }

  private answerAt(pathname: string): readonly [(exchange: Exchange) => Promise<void>, readonly string[]] | null {
    if (autoconfigPaths.has(pathname)) return [this.autoconfig, ['GET', 'HEAD']];
    if (pathname.toLowerCase() === autodiscoverPath) return [this.autodiscover, ['POST']];
    return autodiscoverJsonPath.test(pathname) ? [this.autodiscoverJson, ['GET', 'HEAD']] : null;
  }

  private async autoconfig(exchange: Exchange): Promise<void> {
    const address = exchange.url.searchParams.get('emailaddress') ?? '';
    const named = address === '' ? domainOfHost(exchange.request.headers.host) : splitAddress(address)?.domain;
    if (!named) return this.refuse(exchange, address === '' ? 404 : 400, address === '' ? sayWhose : 'This is no mail address.');
    const settings = await this.settingsOf(exchange, named, address === '' ? ` ${sayWhose}` : '');
    if (settings) exchange.send(200, autoconfigDocument(settings, `${this.parts.config.PORTAL_URL}/set-up-device`), xml);
  }

  private async autodiscover(exchange: Exchange): Promise<void> {
    const body = await exchange.readBody(bodyLimitBytes);
    if (!body) return this.refuse(exchange, 413, `A request is ${bodyLimitBytes} bytes at most.`, { connection: 'close' });
    const request = readAutodiscoverRequest(body.toString('utf8'));
    const address = request && splitAddress(request.address);
    if (!request || !address) return this.refuse(exchange, 400, 'This is no Autodiscover request: plain XML in UTF-8 with one EMailAddress, without a document type.');
    if (request.schema !== null && request.schema !== outlookSchema) return exchange.send(200, noSuchProvider(new Date()), xml);
    const settings = await this.settingsOf(exchange, address.domain);
    if (settings) exchange.send(200, autodiscoverDocument(settings, `${address.localPart}@${address.domain}`), xml);
  }

  /** Newer Outlooks ask in JSON first where to ask in XML; the portal has a certificate in any case. */
  private async autodiscoverJson(exchange: Exchange): Promise<void> {
    const { pathname, searchParams } = exchange.url;
    const parameter = (wanted: string): string => [...searchParams].find(([name]) => name.toLowerCase() === wanted)?.[1] ?? '';
    const address = splitAddress(decoded(autodiscoverJsonPath.exec(pathname)?.[1] ?? '') || parameter('email'));
    if (!address) return this.refuse(exchange, 400, 'Say whose mail it is: add ?Email=somebody@example.com&Protocol=AutodiscoverV1.');
    if (parameter('protocol').toLowerCase() !== 'autodiscoverv1') return exchange.sendJson(400, { ErrorCode: 'ProtocolNotSupported', ErrorMessage: 'AutodiscoverV1 is the one protocol there is here.' });
    if (await this.settingsOf(exchange, address.domain)) exchange.sendJson(200, { Protocol: 'AutodiscoverV1', Url: `${this.parts.config.PORTAL_URL}${autodiscoverPath}` });
  }

  private async isWithinBudget(exchange: Exchange): Promise<boolean> {
    const { config, budgets } = this.parts;
    const payer = payerOf(publicActor, exchange.ipAddress, { user: config.BUDGET_USER, client: config.BUDGET_CLIENT, public: config.BUDGET_PUBLIC });
    const budget = await budgets.take(payer, questionCost);
    if (!budget.granted) this.refuse(exchange, 429, `Too many questions from here. Ask again in ${budget.retryInSeconds} s.`, { ...budgetHeaders(payer, budget), connection: 'close' });
    return budget.granted;
  }

  /** @returns null when it was answered already: no such domain, or nobody to ask. */
  private async settingsOf(exchange: Exchange, domain: string, hint = ''): Promise<MailSettings | null> {
    try {
      const { mailServersOfDomain: servers } = await this.parts.peers.ask<{ mailServersOfDomain: MailServer[] | null }>('mail', query, { name: domain }, { tenantId: null, requestId: exchange.requestId });
      if (servers) return { domain, servers };
      this.refuse(exchange, 404, `The mail of ${domain} is not here.${hint}`);
    } catch (error) {
      if (!(error instanceof BackEndError)) throw error;
      this.refuse(exchange, 503, 'This cannot be told right now. Ask again in a moment.', { 'retry-after': '5' });
    }
    return null;
  }

  private refuse(exchange: Exchange, status: number, text: string, headers: Record<string, string> = {}): void {
    exchange.send(status, text, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', ...headers });
  }
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AuthentikSandbox } from '../authentik/authentik-sandbox';
import type { DnsSandbox } from '../dns/dns-sandbox';
import type { OcisSandbox } from '../ocis/ocis-sandbox';
import type { StalwartSandbox } from '../stalwart/stalwart-sandbox';
import type { StripeSandbox } from '../stripe/stripe-sandbox';
import { pageScript } from './page-script';
import { pageStyle } from './page-style';
import { type ExpectedRecords, publishRecords } from './publish-records';
import { renderPage } from './render-page';

export interface SandboxPageOptions {
  readonly dns: Pick<DnsSandbox, 'address' | 'zones' | 'putRecords'>;
  readonly stalwart: Pick<StalwartSandbox, 'mailboxes' | 'calendarEvents'>;
  readonly authentik: Pick<AuthentikSandbox, 'accounts'>;
  readonly ocis: Pick<OcisSandbox, 'drives'>;
  readonly stripe: Pick<StripeSandbox, 'customers' | 'subscriptions'>;
  /** What the portal tells admins to publish, of all tenants. */
  expectedRecords(): Promise<readonly ExpectedRecords[]>;
}

const contentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const bodyLimitBytes = 4096;

const send = (response: ServerResponse, status: number, type: string, body: string): void => {
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'content-length': String(Buffer.byteLength(body)),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': contentSecurityPolicy,
  });
  response.end(body);
};

const say = (response: ServerResponse, status: number, message: string): void => send(response, status, 'application/json', JSON.stringify({ message }));

/** The domain named in the body, or null when the body is something else. */
const readDomain = async (request: IncomingMessage): Promise<string | null> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bodyLimitBytes) return null;
    chunks.push(chunk);
  }
  try {
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    return typeof body === 'object' && body !== null && 'domain' in body && typeof body.domain === 'string' ? body.domain : null;
  } catch {
    // What is not JSON is no request of this page.
    return null;
  }
};

const publish = async (options: SandboxPageOptions, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  // Another site's page can send neither this type without asking first nor this header.
  const site = request.headers['sec-fetch-site'];
  if (!request.headers['content-type']?.startsWith('application/json') || (site !== undefined && site !== 'same-origin')) return say(response, 403, 'Publish from the sandbox page itself.');
  const domain = await readDomain(request);
  if (domain === null) return say(response, 400, 'Name a domain.');
  const expected = (await options.expectedRecords()).find((candidate) => candidate.domain === domain);
  if (!expected) return say(response, 404, `The portal expects no records for ${domain}.`);
  try {
    publishRecords(options.dns, expected);
  } catch (error) {
    return say(response, 400, error instanceof Error ? error.message : String(error));
  }
  say(response, 200, `${expected.records.length === 1 ? '1 record' : `${expected.records.length} records`} of ${domain} ${expected.records.length === 1 ? 'is' : 'are'} published. Recheck the domain in the portal.`);
};

/**
 * The page that shows what arrived in the back ends and publishes records, under `/sandbox`.
 *
 * @returns a handler that says whether the request was for it.
 */
export const sandboxPage =
  (options: SandboxPageOptions) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const path = (request.url ?? '/').split('?')[0];
    const call = `${request.method === 'HEAD' ? 'GET' : request.method} ${path}`;
    if (path !== '/sandbox' && !path?.startsWith('/sandbox/')) return false;
    if (call === 'GET /sandbox') {
      // The page is worth showing without what the mail subgraph says, and says itself that it is missing.
      const expected = await options.expectedRecords().catch(() => null);
      send(response, 200, 'text/html', renderPage(options, expected));
    } else if (call === 'GET /sandbox/page.css') send(response, 200, 'text/css', pageStyle);
    else if (call === 'GET /sandbox/page.js') send(response, 200, 'text/javascript', pageScript);
    else if (call === 'POST /sandbox/publish') await publish(options, request, response);
    else send(response, 404, 'text/plain', 'Not found');
    return true;
  };

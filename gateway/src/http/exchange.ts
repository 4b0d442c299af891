import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '@dezky/kit/log/logger';
import { type TrustedProxies, clientAddress, trustedProxies } from './client-address';

/** One request and its answer, with the id that every log line about it carries. */
export class Exchange {
  readonly requestId = randomUUID();
  readonly url: URL;
  readonly log: Logger;

  constructor(
    readonly request: IncomingMessage,
    readonly response: ServerResponse,
    log: Logger,
    private readonly proxies: TrustedProxies = trustedProxies([]),
  ) {
    this.url = localUrl(request.url ?? '/');
    this.log = log.child({ requestId: this.requestId });
  }

  get ipAddress(): string | null {
    return clientAddress(this.request, this.proxies);
  }

  send(status: number, body: string | Buffer, headers: Record<string, string> = {}): void {
    this.response.writeHead(status, { 'content-length': String(Buffer.byteLength(body)), ...headers });
    this.response.end(this.request.method === 'HEAD' ? undefined : body);
  }

  sendJson(status: number, value: unknown, headers: Record<string, string> = {}): void {
    this.send(status, JSON.stringify(value), { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers });
  }

  redirect(location: string | URL, status: 302 | 303 = 302): void {
    this.send(status, '', { location: String(location), 'cache-control': 'no-store' });
  }

  /**
   * The whole body.
   *
   * @returns null when it is larger than the limit; the connection should be closed then.
   */
  async readBody(limitBytes: number): Promise<Buffer | null> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of this.request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > limitBytes) return null;
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  }
}

/**
 * Only path and query are taken from the request; the host a client claims decides nothing. They are set one by one:
 * parsed as a whole, a path that begins like a host would be one, or throw.
 */
function localUrl(target: string): URL {
  const url = new URL('http://gateway.invalid');
  if (!target.startsWith('/')) return url;
  const query = target.indexOf('?');
  url.pathname = (query < 0 ? target : target.slice(0, query)).replace(/^[/\\]+/, '/');
  url.search = query < 0 ? '' : target.slice(query);
  return url;
}

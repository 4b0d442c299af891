import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '@dezky/kit/log/logger';
import { NoAnswer, Replicas } from '@dezky/kit/peer/replicas';
import { DrainingServer } from '@dezky/kit/server/draining-server';

/** Of one connection, not of the message (RFC 9110 section 7.6.1). */
const hopByHop: ReadonlySet<string> = new Set(['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'x-dezky-draining']);

/** Above what the gateway takes anywhere, files of people included, so that it is the gateway that says so. */
const bodyLimitBytes = 3 * 1024 * 1024;

type Mount = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

export interface EdgeOptions {
  readonly port: number;
  /** Base URLs of the gateway's replicas. */
  readonly gateways: readonly string[];
  /** Places beside the product's own, such as the sandbox page. */
  readonly mounts: readonly Mount[];
  readonly log: Logger;
}

/** What stands in front of several gateways on a developer's machine, as Traefik does elsewhere: one address, spread over all that answer. */
export async function startEdge(options: EdgeOptions): Promise<{ stop(): Promise<void> }> {
  const gateways = new Replicas(options.gateways, 64);
  const server = await DrainingServer.listen({
    port: options.port,
    host: '127.0.0.1',
    handle: (request, response) => {
      handle(request, response, options.mounts, gateways).catch((error: unknown) => {
        options.log.warn({ err: error, path: request.url }, 'no gateway answered');
        if (response.headersSent || response.destroyed) return void response.destroy();
        const late = error instanceof NoAnswer && error.fault === 'TIMEOUT';
        response.writeHead(late ? 504 : 502, { 'content-type': 'text/plain; charset=utf-8', 'retry-after': '1' }).end('The gateway gave no answer. Try again in a moment.');
      });
    },
  });
  return {
    stop: async () => {
      await server.stop(0);
      await gateways.close();
    },
  };
}

async function handle(request: IncomingMessage, response: ServerResponse, mounts: readonly Mount[], gateways: Replicas): Promise<void> {
  for (const mount of mounts) if (await mount(request, response)) return;
  const body = await bodyOf(request);
  const { method = 'GET', url = '/' } = request;
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(request.headers)) if (value !== undefined && !hopByHop.has(name) && name !== 'content-length') headers[name] = value;
  headers['x-forwarded-for'] = request.socket.remoteAddress ?? '';
  const answer = await gateways.ask({ method, path: url, headers, body: body.length > 0 ? body : null, repeatable: method === 'GET' || method === 'HEAD' || request.headers['idempotency-key'] !== undefined, timeoutMs: 35_000 });
  for (const [name, value] of Object.entries(answer.headers)) if (value !== undefined && !hopByHop.has(name)) response.setHeader(name, value);
  response.writeHead(answer.status).end(answer.body);
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    // The rest is not read: what has come is enough for the gateway to refuse it.
    if (size > bodyLimitBytes) break;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

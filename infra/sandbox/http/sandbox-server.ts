import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Faults, faultFromJson } from './faults';
import { empty, Exchange, type Handler, json, type Reply, ReplyError } from './router';

/** A request that a sandbox has met; `status` is 0 when no answer went out. */
export interface RequestRecord {
  readonly at: string;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly status: number;
}

export interface SandboxServer {
  /** Origin without a trailing slash. */
  readonly url: string;
  readonly port: number;
  readonly faults: Faults;
  /** The last 500 requests, oldest first. */
  requests(): readonly RequestRecord[];
  /** Lets running exchanges finish for a second, then ends them. */
  close(): Promise<void>;
}

const remembered = 500;

const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

/** From here on, whatever is written to the response ends in a dropped connection. */
const loseAnswer = (response: ServerResponse): void => {
  const drop = (): void => void response.socket?.destroy();
  response.flushHeaders = drop;
  response.write = (() => true) as ServerResponse['write'];
  response.end = (() => (drop(), response)) as ServerResponse['end'];
};

const write = (response: ServerResponse, reply: Reply): void => {
  const { status, headers = {}, body } = reply;
  response.writeHead(status, { ...headers, ...(status !== 204 && { 'content-length': String(Buffer.byteLength(body ?? '')) }) });
  response.end(body);
};

/** `POST` and `DELETE /__sandbox/faults`, `GET /__sandbox/requests`: for tests in another process. */
const control = (exchange: Exchange, faults: Faults, log: readonly RequestRecord[]): Reply => {
  const call = `${exchange.method} ${exchange.path}`;
  if (call === 'GET /__sandbox/requests') return json(200, log);
  if (call === 'DELETE /__sandbox/faults') {
    faults.clear();
    return empty(204);
  }
  if (call !== 'POST /__sandbox/faults') return empty(404);
  // A web page can send JSON to another origin only under a type that needs no preflight, so that type is refused.
  if (!exchange.header('content-type')?.startsWith('application/json')) return json(415, { message: 'Send application/json.' });
  try {
    faults.add(faultFromJson(exchange.json()));
    return empty(201);
  } catch (error) {
    return json(400, { message: error instanceof Error ? error.message : String(error) });
  }
};

const answer = async (handle: Handler, exchange: Exchange): Promise<Reply | undefined> => {
  try {
    return await handle(exchange);
  } catch (error) {
    if (error instanceof ReplyError) return error.reply;
    process.stderr.write(`sandbox ${exchange.method} ${exchange.path}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return empty(500);
  }
};

/**
 * Serves one sandbox on 127.0.0.1, with faults on demand and a record of what was asked.
 *
 * @param options.port 0 takes a free one.
 * @throws Error when the port is taken.
 */
export const startSandboxServer = async (options: { port: number; handle: Handler }): Promise<SandboxServer> => {
  const faults = new Faults();
  const log: RequestRecord[] = [];

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const exchange = new Exchange(request, response, await readBody(request));
    if (exchange.path.startsWith('/__sandbox/')) return write(response, control(exchange, faults, log));
    const path = request.url ?? '/';
    const record = (status: number): void => {
      log.push({ at: new Date().toISOString(), method: exchange.method, path, status });
      if (log.length > remembered) log.shift();
    };
    const fault = faults.take({ method: exchange.method, path, body: exchange.text });
    if (fault?.kind === 'down') {
      record(0);
      request.socket.destroy();
      return;
    }
    if (fault?.kind === 'slow') await new Promise((resolve) => setTimeout(resolve, fault.delayMs ?? 1_000));
    if (fault?.kind === 'answer-lost') loseAnswer(response);
    response.once('close', () => record(response.writableFinished ? response.statusCode : 0));
    const reply = await answer(options.handle, exchange);
    if (reply) write(response, reply);
  };

  const server = createServer((request, response) => {
    serve(request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    port,
    faults,
    requests: () => log,
    close: () =>
      new Promise((resolve) => {
        const impatient = setTimeout(() => server.closeAllConnections(), 1_000);
        server.close(() => {
          clearTimeout(impatient);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
};

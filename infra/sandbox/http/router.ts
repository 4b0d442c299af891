import { IncomingMessage, type ServerResponse } from 'node:http';

/** One request, its body read to the end. */
export class Exchange {
  /** Path parameters, decoded. */
  params: Record<string, string> = {};
  readonly method: string;
  readonly url: URL;

  constructor(
    readonly request: IncomingMessage,
    readonly response: ServerResponse,
    readonly body: Buffer,
  ) {
    this.method = request.method ?? 'GET';
    this.url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'localhost'}`);
  }

  get path(): string {
    return this.url.pathname;
  }

  get query(): URLSearchParams {
    return this.url.searchParams;
  }

  header(name: string): string | undefined {
    const value = this.request.headers[name.toLowerCase()];
    return Array.isArray(value) ? value.join(', ') : value;
  }

  get text(): string {
    return this.body.toString('utf8');
  }

  /** @throws SyntaxError when the body is not JSON. */
  json(): unknown {
    return JSON.parse(this.text);
  }

  form(): URLSearchParams {
    return new URLSearchParams(this.text);
  }

  param(name: string): string {
    const value = this.params[name];
    if (value === undefined) throw new Error(`The route has no parameter ${name}.`);
    return value;
  }

  /** The request as a stream that can be read again, for a handler that reads the body itself. */
  unread(changes: { url?: string } = {}, body: Buffer = this.body): IncomingMessage {
    const copy = new IncomingMessage(this.request.socket);
    copy.method = this.method;
    copy.url = changes.url ?? this.request.url ?? '/';
    copy.headers = { ...this.request.headers, ...(body.length > 0 && { 'content-length': String(body.length) }) };
    delete copy.headers['transfer-encoding'];
    copy.rawHeaders = this.request.rawHeaders;
    copy.httpVersion = this.request.httpVersion;
    copy.httpVersionMajor = this.request.httpVersionMajor;
    copy.httpVersionMinor = this.request.httpVersionMinor;
    if (body.length > 0) copy.push(body);
    copy.push(null);
    // An incomplete message takes its socket down with it when it is done with.
    copy.complete = true;
    return copy;
  }
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string | Buffer;
}

/** Answers a request; `undefined` when it has written to `exchange.response` itself. */
export type Handler = (exchange: Exchange) => Reply | undefined | Promise<Reply | undefined>;

export const json = (status: number, value: unknown, headers: Record<string, string | string[]> = {}): Reply => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(value),
});

export const text = (status: number, body: string, headers: Record<string, string | string[]> = {}): Reply => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8', ...headers },
  body,
});

export const html = (status: number, body: string, headers: Record<string, string | string[]> = {}): Reply => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8', ...headers },
  body,
});

export const empty = (status: number, headers: Record<string, string | string[]> = {}): Reply => ({ status, headers });

/** Thrown anywhere below a handler, it is the answer. */
export class ReplyError extends Error {
  constructor(readonly reply: Reply) {
    super(`Answered with ${reply.status}.`);
    this.name = 'ReplyError';
  }
}

interface Route<H> {
  readonly method: string;
  readonly pattern: RegExp;
  readonly names: string[];
  readonly handler: H;
}

/** Routes in the order they were added; `:name` matches one path segment and a trailing slash counts. */
export class Router<H = Handler> {
  private readonly routes: Route<H>[] = [];

  on(method: string, path: string, handler: H): this {
    const names: string[] = [];
    const source = path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:([A-Za-z]+)/g, (_all, name: string) => {
      names.push(name);
      return '([^/]+)';
    });
    this.routes.push({ method, pattern: new RegExp(`^${source}$`), names, handler });
    return this;
  }

  /** The handler for a request with its parameters set on the exchange, or the methods its path would take. */
  find(exchange: Exchange): { handler: H } | { allowed: string[] } {
    const allowed: string[] = [];
    for (const { method, pattern, names, handler } of this.routes) {
      const match = pattern.exec(exchange.path);
      if (!match) continue;
      if (method === exchange.method) {
        exchange.params = Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(match[index + 1] ?? '')]));
        return { handler };
      }
      allowed.push(method);
    }
    return { allowed };
  }
}

import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { drainingHeader } from '../peer/replicas';

export interface DrainingServerOptions {
  readonly port: number;
  readonly host: string;
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
  /** For a request to arrive in full, in milliseconds. */
  readonly requestTimeoutMs?: number;
}

/** Whoever still waits after this is let go. */
const graceMs = 10_000;

/**
 * An HTTP server that can end without a failed request: it first goes on answering while it says on each answer that it
 * ends, so that who asks goes elsewhere; then it takes no more connections, and closes when the last request is done.
 */
export class DrainingServer {
  private draining = false;

  private constructor(private readonly server: Server) {}

  static async listen(options: DrainingServerOptions): Promise<DrainingServer> {
    const server = createServer({ requestTimeout: options.requestTimeoutMs ?? 30_000, headersTimeout: 10_000, connectionsCheckingInterval: 5_000, keepAliveTimeout: 65_000 }, (request, response) => {
      if (self.draining) {
        response.setHeader(drainingHeader, '1');
        response.setHeader('connection', 'close');
      }
      options.handle(request, response);
    });
    const self = new DrainingServer(server);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(options.port, options.host, resolve);
    });
    return self;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get isDraining(): boolean {
    return this.draining;
  }

  /** @param noticeMs how long to go on answering, for others to take notice; 0 where nobody else could answer. */
  async stop(noticeMs: number): Promise<void> {
    this.draining = true;
    await new Promise((resolve) => setTimeout(resolve, noticeMs));
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeIdleConnections();
    const impatient = setTimeout(() => this.server.closeAllConnections(), graceMs);
    await closed;
    clearTimeout(impatient);
  }
}

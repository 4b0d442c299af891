import { connect as connectPlainly, isIP, type Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import { BackEnd, BackEndError } from '@dezky/kit/http/back-end-error';

const ports: Readonly<Record<string, number>> = { 'imap:': 143, 'imaps:': 993, 'smtp:': 587, 'smtps:': 465 };

/** The port a URL names, or that of its protocol (RFC 8314 section 7.3 for those with TLS). */
export function portOf(url: string): number | undefined {
  const { protocol, port } = new URL(url);
  return Number(port) || ports[protocol];
}

/** A connection of a text protocol to the mail server, by TLS where the URL says `imaps` or `smtps`. */
export class LineConnection {
  private buffer = '';
  private ended = false;
  private failure: Error | null = null;
  private wake: () => void = () => undefined;

  private constructor(
    private readonly socket: Socket,
    private readonly deadline: number,
    private readonly seconds: number,
  ) {
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => {
      this.buffer += text;
      this.wake();
    });
    socket.on('error', (error) => (this.failure = error));
    socket.on('close', () => {
      this.ended = true;
      this.wake();
    });
  }

  /** @param timeoutMs for the whole conversation. */
  static open(url: string, timeoutMs: number): LineConnection {
    const { protocol, hostname } = new URL(url);
    const options = { host: hostname, port: portOf(url) };
    const socket = protocol === 'imaps:' || protocol === 'smtps:' ? connectSecurely({ ...options, ...(isIP(hostname) ? {} : { servername: hostname }) }) : connectPlainly(options as { host: string; port: number });
    return new LineConnection(socket, Date.now() + timeoutMs, timeoutMs / 1_000);
  }

  say(line: string): void {
    this.socket.write(`${line}\r\n`);
  }

  /**
   * The next line without its end; null when the server has closed the connection.
   *
   * @throws BackEndError `TIMEOUT`
   */
  async hear(): Promise<string | null> {
    for (;;) {
      const [line] = /^[^\n]*\n/.exec(this.buffer) ?? [];
      if (line !== undefined) {
        this.buffer = this.buffer.slice(line.length);
        return line.trimEnd();
      }
      if (this.ended) return null;
      const left = this.deadline - Date.now();
      if (left <= 0) throw new BackEndError(BackEnd.STALWART, 'TIMEOUT', `Stalwart did not answer within ${this.seconds} s.`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  /**
   * The line a server begins with.
   *
   * @throws BackEndError `UNREACHABLE` when there is none.
   */
  async greeting(): Promise<string> {
    const line = await this.hear();
    if (line === null) throw new BackEndError(BackEnd.STALWART, 'UNREACHABLE', 'Stalwart cannot be reached.', { cause: this.failure ?? undefined });
    return line;
  }

  close(): void {
    this.socket.destroy();
  }
}

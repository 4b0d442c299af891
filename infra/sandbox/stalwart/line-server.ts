import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

/** One connection: says its greeting, then is handed line after line. */
export type Conversation = (peer: { say(line: string): void; end(): void; drop(): void }) => (line: string) => void;

export interface LineServer {
  readonly port: number;
  close(): Promise<void>;
}

/** A text protocol on 127.0.0.1, without TLS. */
export async function listenForLines(options: { readonly port: number; readonly serve: Conversation }): Promise<LineServer> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    // Whoever goes away in the middle of a line is not to be answered.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => open.delete(socket));
    const take = options.serve({ say: (line) => void socket.write(`${line}\r\n`), end: () => void socket.end(), drop: () => void socket.destroy() });
    // It hands on what goes wrong with its input, which the socket has dealt with.
    createInterface({ input: socket, crlfDelay: Number.POSITIVE_INFINITY }).on('line', take).on('error', () => undefined);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

/** Name and password of SASL PLAIN (RFC 4616); the identity to act as is part of the name here, as `target%master`. */
export function plainCredentials(response: string): { user: string; password: string } | null {
  const [, user, password] = Buffer.from(response, 'base64').toString('utf8').split('\0');
  return user === undefined || password === undefined ? null : { user, password };
}

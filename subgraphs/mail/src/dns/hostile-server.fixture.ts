import { createSocket, type Socket } from 'node:dgram';
import { createServer, type Server, type Socket as Connection } from 'node:net';
import { AUTHORITATIVE_ANSWER, type DecodedPacket, decode, encode, type Packet, streamEncode, TRUNCATED_RESPONSE } from 'dns-packet';

/** Ways in which a name server goes wrong; each answers every question the same way. */
export const misbehaviours = ['drop', 'late', 'servfail', 'refused', 'notimp', 'wrong-id', 'wrong-question', 'no-question', 'other-name', 'echo', 'garbage', 'short', 'cut-off', 'from-another-port', 'loop', 'endless-chain', 'tcp-hangs', 'tcp-closes', 'tcp-half', 'tcp-garbage', 'truncated-for-ever'] as const;
export type Misbehaviour = (typeof misbehaviours)[number] | 'nxdomain';

export interface HostileServer {
  readonly address: string;
  readonly port: number;
  behave: Misbehaviour;
  /** Questions that came in. */
  asked: number;
  close(): Promise<void>;
}

/** A DNS server on 127.0.0.1 that misbehaves as told, over UDP and TCP. */
export async function startHostileServer(): Promise<HostileServer> {
  const [udp, other] = [createSocket('udp4'), createSocket('udp4')];
  await new Promise<void>((resolve) => udp.bind(0, '127.0.0.1', resolve));
  const { port } = udp.address();
  const connections = new Set<Connection>();
  const timers = new Set<NodeJS.Timeout>();
  const tcp = createServer((connection) => {
    connections.add(connection);
    connection.on('close', () => connections.delete(connection)).on('error', () => connection.destroy());
    connection.once('data', (message) => overTcp(server.behave, connection, decode(message.subarray(2))));
  });
  await new Promise<void>((resolve, reject) => tcp.once('error', reject).listen(port, '127.0.0.1', resolve));
  const server: HostileServer = { address: `127.0.0.1:${port}`, port, behave: 'drop', asked: 0, close: () => close(udp, other, tcp, connections, timers) };
  udp.on('message', (message, peer) => {
    server.asked += 1;
    const answer = overUdp(server.behave, decode(message), message);
    const send = (): void => (server.behave === 'from-another-port' ? other : udp).send(answer ?? '', peer.port, peer.address);
    if (answer && server.behave === 'late') timers.add(setTimeout(send, 3_000));
    else if (answer) send();
  });
  return server;
}

const address = (name: string): { type: 'A'; name: string; ttl: number; data: string } => ({ type: 'A', name, ttl: 60, data: '192.0.2.66' });
const forged = (name: string): NonNullable<Packet['answers']> => [{ type: 'TXT', name, ttl: 60, data: 'forged' }, { type: 'MX', name, ttl: 60, data: { preference: 1, exchange: 'mx.forged.test' } }, address(name)];

function overUdp(how: Misbehaviour, query: DecodedPacket, message: Buffer): Buffer | null {
  const [question] = query.questions ?? [];
  const name = question?.name ?? '';
  const base: Packet = { type: 'response', id: query.id ?? 0, flags: AUTHORITATIVE_ANSWER, questions: query.questions ?? [] };
  const failing = (code: number): Buffer => encode({ ...base, flags: AUTHORITATIVE_ANSWER | code });
  switch (how) {
    case 'drop':
      return null;
    case 'servfail':
      return failing(2);
    case 'nxdomain':
      return failing(3);
    case 'notimp':
      return failing(4);
    case 'refused':
      return failing(5);
    case 'late':
    case 'from-another-port':
      return encode({ ...base, answers: forged(name) });
    case 'wrong-id':
      return encode({ ...base, id: ((query.id ?? 0) + 1) & 0xffff, answers: forged(name) });
    case 'wrong-question':
      return encode({ ...base, questions: [{ type: 'TXT', name: 'forged.test' }], answers: forged(name) });
    case 'no-question':
      return encode({ ...base, questions: [], answers: forged(name) });
    case 'other-name':
      return encode({ ...base, answers: forged('forged.test') });
    case 'echo':
      return message;
    case 'garbage':
      return Buffer.concat([message.subarray(0, 2), Buffer.from('8180ffffffffffffffffc0c0c0c0c0c0c0c0', 'hex')]);
    case 'short':
      return message.subarray(0, 7);
    case 'cut-off': {
      const whole = encode({ ...base, answers: forged(name) });
      return whole.subarray(0, whole.length - 9);
    }
    case 'loop':
      return encode({ ...base, answers: [{ type: 'CNAME', name, ttl: 60, data: 'round.forged.test' }, { type: 'CNAME', name: 'round.forged.test', ttl: 60, data: name }] });
    case 'endless-chain':
      return encode({ ...base, answers: [{ type: 'CNAME', name, ttl: 60, data: `x${name}` }] });
    default:
      return encode({ ...base, flags: AUTHORITATIVE_ANSWER | TRUNCATED_RESPONSE });
  }
}

function overTcp(how: Misbehaviour, connection: Connection, query: DecodedPacket): void {
  const base: Packet = { type: 'response', id: query.id ?? 0, flags: AUTHORITATIVE_ANSWER, questions: query.questions ?? [] };
  const whole = streamEncode({ ...base, answers: forged(query.questions?.[0]?.name ?? '') });
  if (how === 'tcp-closes') connection.end();
  else if (how === 'tcp-half') connection.write(whole.subarray(0, 20));
  else if (how === 'tcp-garbage') connection.write(Buffer.from('0004deadbeef', 'hex'));
  else if (how === 'truncated-for-ever') connection.write(streamEncode({ ...base, flags: AUTHORITATIVE_ANSWER | TRUNCATED_RESPONSE }));
}

async function close(udp: Socket, other: Socket, tcp: Server, connections: ReadonlySet<Connection>, timers: ReadonlySet<NodeJS.Timeout>): Promise<void> {
  timers.forEach((timer) => clearTimeout(timer));
  connections.forEach((connection) => connection.destroy());
  await Promise.all([udp, other].map((socket) => new Promise<void>((resolve) => socket.close(resolve))));
  await new Promise<void>((resolve) => tcp.close(() => resolve()));
}

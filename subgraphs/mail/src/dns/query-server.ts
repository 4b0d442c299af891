import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { connect, isIPv6 } from 'node:net';
import { type Question, type Reply, readReply, writeQuestion } from './dns-message';

/** Why one server gave no answer that can be used; told to people. */
export type Silence = 'timeout' | 'unreachable' | 'foreign' | 'malformed' | 'closed';

export type Asked = { readonly reply: Reply } | { readonly silence: Silence };

export interface Server {
  readonly address: string;
  readonly port: number;
}

export interface QueryOptions {
  /** Whether the server is to look further itself: yes for resolvers, no for a zone's own servers. */
  readonly recursion: boolean;
  /** For everything that this try does, TCP included. */
  readonly timeoutMs: number;
}

/**
 * One try at one server: UDP from a port and with an id of its own, TCP where the answer was cut
 * short (RFC 7766). What does not belong to the question is passed over and waited on, because
 * anybody can send it. Never rejects.
 */
export async function queryServer(server: Server, question: Question, { recursion, timeoutMs }: QueryOptions): Promise<Asked> {
  const endsAt = Date.now() + timeoutMs;
  const left = (): number => endsAt - Date.now();
  let asked = await overUdp(server, question, { recursion, edns: true }, left());
  // Servers from before EDNS refuse what they do not know (RFC 6891 section 7).
  if ('reply' in asked && (asked.reply.rcode === 'FORMERR' || asked.reply.rcode === 'NOTIMP') && left() > 0) asked = await overUdp(server, question, { recursion, edns: false }, left());
  if (!('reply' in asked) || !asked.reply.truncated) return asked;
  return left() > 0 ? overTcp(server, question, recursion, left()) : { silence: 'timeout' };
}

function overUdp(server: Server, question: Question, options: { recursion: boolean; edns: boolean }, timeoutMs: number): Promise<Asked> {
  return new Promise((resolve) => {
    const id = randomInt(65_536);
    const socket = createSocket(isIPv6(server.address) ? 'udp6' : 'udp4');
    let passedOver: Silence | null = null;
    let ended = false;
    const end = (asked: Asked): void => {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      socket.close();
      resolve(asked);
    };
    const timer = setTimeout(() => end({ silence: passedOver ?? 'timeout' }), Math.max(1, timeoutMs));
    socket.on('error', () => end({ silence: 'unreachable' }));
    socket.on('message', (message) => {
      const reply = readReply(message, id, question);
      if (typeof reply === 'string') passedOver = reply;
      else end({ reply });
    });
    // A connected socket takes datagrams of this server alone, and is told when nobody listens there.
    socket.connect(server.port, server.address, () => {
      if (ended) return;
      try {
        socket.send(writeQuestion(id, question, options), (error) => error && end({ silence: 'unreachable' }));
      } catch {
        end({ silence: 'malformed' });
      }
    });
  });
}

function overTcp(server: Server, question: Question, recursion: boolean, timeoutMs: number): Promise<Asked> {
  return new Promise((resolve) => {
    const id = randomInt(65_536);
    const socket = connect(server.port, server.address);
    let received = Buffer.alloc(0);
    const end = (asked: Asked): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(asked);
    };
    const timer = setTimeout(() => end({ silence: 'timeout' }), Math.max(1, timeoutMs));
    socket.on('error', () => end({ silence: 'unreachable' }));
    socket.on('close', () => end({ silence: 'closed' }));
    socket.on('connect', () => {
      const message = writeQuestion(id, question, { recursion, edns: true });
      socket.write(Buffer.concat([Buffer.from([message.length >> 8, message.length & 0xff]), message]));
    });
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) return;
      const reply = readReply(received.subarray(2, 2 + received.readUInt16BE(0)), id, question);
      if (typeof reply === 'string') end({ silence: reply });
      // Over TCP nothing is cut short; a server that says so has nothing whole to give.
      else end(reply.truncated ? { silence: 'malformed' } : { reply });
    });
  });
}

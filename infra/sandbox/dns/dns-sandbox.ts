import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { createServer, type Server as TcpServer, type Socket } from 'node:net';
import { join } from 'node:path';
import * as packet from 'dns-packet';
import type { Faults } from '../http/faults';
import { startSandboxServer } from '../http/sandbox-server';
import { openStore } from '../store';
import { answer, rcode } from './answer';
import { handleControl } from './control';
import { DnsFaults } from './dns-faults';
import { HeldCaches } from './held-caches';
import { ZoneStore } from './zone-store';
import type { RecordType, SandboxRecord } from './zone-text';

export interface DnsSandboxOptions {
  /** UDP and TCP; 0 takes a free one that is the same for both. */
  readonly port: number;
  /** The HTTP side, for the page that publishes records; 0 takes a free one. */
  readonly controlPort: number;
  readonly directory: string;
}

export interface DnsSandbox {
  /** `127.0.0.1:port`, as resolvers are configured. */
  readonly address: string;
  readonly port: number;
  /** Of the HTTP side: `GET /zones`, `PUT /zones/:zone`, `DELETE /zones/:zone[/:name/:type]`, `PUT /caches/:zone`. */
  readonly url: string;
  /** On the HTTP side. */
  readonly faults: Faults;
  /** On DNS queries: drop, delay, SERVFAIL, truncate. */
  readonly queryFaults: DnsFaults;
  putRecords(zone: string, records: string | readonly SandboxRecord[]): void;
  removeRecord(zone: string, name: string, type: RecordType): boolean;
  /** Has resolvers keep what a zone says now for so many seconds, whatever is published meanwhile. */
  holdCache(zone: string, seconds: number): void;
  zones(): { name: string; records: readonly SandboxRecord[] }[];
  close(): Promise<void>;
}

/** What a client without EDNS (RFC 6891) takes over UDP, and the most that is sent to any. */
const plainUdpSize = 512;
const largestUdpSize = 1232;

/** The name server of the zones it is given, on 127.0.0.1, and, where recursion is asked for, a resolver that knows these alone; it refuses all others. */
export async function startDnsSandbox(options: DnsSandboxOptions): Promise<DnsSandbox> {
  const store = openStore(join(options.directory, 'dns.jsonl'));
  const zones = new ZoneStore(store);
  const queryFaults = new DnsFaults();
  const caches = new HeldCaches();

  const respond = async (message: Buffer, transport: 'udp' | 'tcp'): Promise<Buffer | null> => {
    const query = packet.decode(message);
    if (query.type !== 'query') return null;
    const name = query.questions?.[0]?.name.toLowerCase() ?? '';
    const fault = queryFaults.take(name, transport);
    if (fault?.kind === 'drop') return null;
    if (fault?.kind === 'delay') await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
    const recursive = ((query.flags ?? 0) & packet.RECURSION_DESIRED) !== 0;
    const response = answer(query, recursive ? caches.over(zones.byName()) : zones.byName(), recursive);
    if (fault?.kind === 'servfail') return packet.encode({ ...response, answers: [], authorities: [], flags: rcode.serverFailure });
    const edns = query.additionals?.find((record) => record.type === 'OPT');
    const size = Math.min(largestUdpSize, Math.max(plainUdpSize, edns?.type === 'OPT' ? edns.udpPayloadSize : plainUdpSize));
    const encoded = packet.encode(response);
    if (transport === 'tcp' || (fault?.kind !== 'truncate' && encoded.length <= size)) return encoded;
    return packet.encode({ ...response, answers: [], authorities: [], flags: (response.flags ?? 0) | packet.TRUNCATED_RESPONSE });
  };

  const { udp, tcp, port } = await bind(options.port, respond);
  const control = await startSandboxServer({ port: options.controlPort, handle: (exchange) => handleControl(exchange, zones, queryFaults, caches) }).catch(async (error: unknown) => {
    await stop(udp, tcp);
    throw error;
  });

  return {
    address: `127.0.0.1:${port}`,
    port,
    url: control.url,
    faults: control.faults,
    queryFaults,
    putRecords: (zone, records) => zones.put(zone, records),
    removeRecord: (zone, name, type) => zones.remove(zone, name, type),
    holdCache: (name, seconds) => {
      const zone = zones.get(name);
      if (!zone) throw new Error(`There is no zone ${name}.`);
      caches.hold(zone, seconds);
    },
    zones: () => zones.all().map(({ name, records }) => ({ name, records })),
    close: async () => {
      await control.close();
      await stop(udp, tcp);
      store.close();
    },
  };
}

type Respond = (message: Buffer, transport: 'udp' | 'tcp') => Promise<Buffer | null>;

/** Free ports of UDP and TCP are separate, so a port that is free for one is tried for the other. */
async function bind(port: number, respond: Respond): Promise<{ udp: UdpSocket; tcp: TcpServer; port: number }> {
  for (let attempt = 1; ; attempt += 1) {
    const udp = await listenUdp(port, respond);
    const chosen = udp.address().port;
    try {
      return { udp, tcp: await listenTcp(chosen, respond), port: chosen };
    } catch (error) {
      await new Promise<void>((resolve) => udp.close(resolve));
      if (port !== 0 || attempt >= 10) throw error;
    }
  }
}

function listenUdp(port: number, respond: Respond): Promise<UdpSocket> {
  const socket = createSocket('udp4');
  socket.on('message', (message, peer) => {
    respond(message, 'udp').then(
      (response) => response && socket.send(response, peer.port, peer.address),
      // What cannot be decoded is no DNS message and gets no answer.
      () => undefined,
    );
  });
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(port, '127.0.0.1', () => resolve(socket.off('error', reject)));
  });
}

/** Messages over TCP carry their length in two octets (RFC 1035 section 4.2.2). */
function listenTcp(port: number, respond: Respond): Promise<TcpServer> {
  const open = new Set<Socket>();
  const server = createServer((connection) => {
    open.add(connection);
    connection.on('close', () => open.delete(connection));
    let received = Buffer.alloc(0);
    connection.on('error', () => connection.destroy());
    connection.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
        const end = 2 + received.readUInt16BE(0);
        const message = received.subarray(2, end);
        received = received.subarray(end);
        respond(message, 'tcp').then(
          (response) => {
            if (response) connection.write(Buffer.concat([Buffer.from([response.length >> 8, response.length & 0xff]), response]));
          },
          () => connection.destroy(),
        );
      }
    });
  });
  server.once('stop', () => open.forEach((connection) => connection.destroy()));
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server.off('error', reject)));
  });
}

async function stop(udp: UdpSocket, tcp: TcpServer): Promise<void> {
  await new Promise<void>((resolve) => udp.close(resolve));
  await new Promise<void>((resolve) => {
    tcp.close(() => resolve());
    tcp.emit('stop');
  });
}

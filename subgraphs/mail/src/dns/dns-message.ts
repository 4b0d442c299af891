import { type DecodedPacket, decode, encode, RECURSION_DESIRED } from 'dns-packet';
import type { DnsType } from './dns-record';

export type QueryType = DnsType | 'A' | 'AAAA' | 'NS';

export interface Question {
  /** In lower case, without the dot at the end. */
  readonly host: string;
  readonly type: QueryType;
}

export interface ReplyRecord {
  readonly host: string;
  readonly type: string;
  readonly ttl: number;
  /** In the form of `ExpectedRecord.value`. */
  readonly value: string;
}

/** What of an answer counts here. */
export interface Reply {
  /** RFC 1035 section 4.1.1, as `NOERROR`, `NXDOMAIN`, `SERVFAIL`. */
  readonly rcode: string;
  readonly authoritative: boolean;
  readonly truncated: boolean;
  readonly answers: readonly ReplyRecord[];
  /** Of a "no" (RFC 2308 section 5): the zone that says it, and for how many seconds it may be kept. */
  readonly denial: { readonly zone: string; readonly ttl: number } | null;
  /** The zone below that the question was passed on to, by servers that do not have it. */
  readonly referral: string | null;
}

/** Datagrams of this size pass everywhere without being cut in pieces (DNS flag day 2020). */
const udpSize = 1232;

/** @param edns whether to tell the server that more than 512 octets are taken (RFC 6891). */
export function writeQuestion(id: number, { host, type }: Question, options: { recursion: boolean; edns: boolean }): Buffer {
  return encode({
    type: 'query',
    id,
    flags: options.recursion ? RECURSION_DESIRED : 0,
    questions: [{ type, name: host }],
    additionals: options.edns ? [{ type: 'OPT', name: '.', udpPayloadSize: udpSize, flags: 0, ednsVersion: 0, extendedRcode: 0, options: [] } as never] : [],
  });
}

/**
 * Reads a message as the answer to a question. `foreign` when it answers another one: by its
 * id, its question, or by being no answer at all (RFC 5452 section 9.1).
 */
export function readReply(message: Buffer, id: number, question: Question): Reply | 'foreign' | 'malformed' {
  if (message.length < 12) return 'malformed';
  if (message.readUInt16BE(0) !== id) return 'foreign';
  let packet: DecodedPacket;
  try {
    packet = decode(message);
  } catch {
    return 'malformed';
  }
  const [asked] = packet.questions ?? [];
  if (packet.type !== 'response') return 'foreign';
  // Servers that understand nothing of a message may leave its question out; such an answer has no content.
  const refusal = asked === undefined && ['FORMERR', 'NOTIMP', 'SERVFAIL', 'REFUSED'].includes(rcodeOf(packet));
  if (!refusal && (packet.questions?.length !== 1 || asked === undefined || hostName(asked.name) !== question.host || asked.type !== question.type)) return 'foreign';
  try {
    return read(packet);
  } catch {
    return 'malformed';
  }
}

function read(packet: DecodedPacket): Reply {
  const answers: ReplyRecord[] = [];
  for (const record of packet.answers ?? []) {
    const value = valueOf(record);
    if (value !== null && record.type !== 'OPT') answers.push({ host: hostName(record.name), type: record.type, ttl: ttlOf(record), value });
  }
  let denial: Reply['denial'] = null;
  let referral: string | null = null;
  for (const record of packet.authorities ?? []) {
    if (record.type === 'SOA') denial = { zone: hostName(record.name), ttl: Math.min(ttlOf(record), record.data.minimum ?? 0) };
    if (record.type === 'NS') referral = hostName(record.name);
  }
  return { rcode: rcodeOf(packet), authoritative: packet.flag_aa, truncated: packet.flag_tc, answers, denial, referral };
}

const rcodeOf = (packet: DecodedPacket): string => (packet as unknown as { rcode: string }).rcode;

/** A time to live with its highest bit set counts as none (RFC 2181 section 8). */
const ttlOf = (record: { ttl?: number | undefined }): number => {
  const ttl = record.ttl ?? 0;
  return ttl >= 0 && ttl <= 0x7fff_ffff ? ttl : 0;
};

type AnswerRecord = NonNullable<DecodedPacket['answers']>[number];

function valueOf(record: AnswerRecord): string | null {
  switch (record.type) {
    case 'A':
    case 'AAAA':
      return record.data.toLowerCase();
    case 'CNAME':
    case 'NS':
      return hostName(record.data);
    case 'MX':
      return `${record.data.preference ?? 0} ${hostName(record.data.exchange)}`;
    case 'SRV':
      return `${record.data.priority ?? 0} ${record.data.weight ?? 0} ${record.data.port} ${hostName(record.data.target)}`;
    case 'TXT':
      // One record's strings belong together without a space in between (RFC 7208 section 3.3).
      // What cannot be stored as text is told as zone files write it (RFC 1035 section 5.1).
      return [record.data].flat().map((part) => part.toString()).join('').replaceAll('\0', '\\000');
    default:
      return null;
  }
}

/** The root stands for "none" in MX (RFC 7505) and SRV (RFC 2782). */
export const hostName = (name: string): string => name.toLowerCase().replace(/\.$/, '') || '.';

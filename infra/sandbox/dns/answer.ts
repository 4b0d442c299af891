import type { Answer, DecodedPacket, Packet, RecordClass } from 'dns-packet';
import { AUTHORITATIVE_ANSWER } from 'dns-packet';
import { normaliseName, type SandboxRecord, textStrings } from './zone-text';

/** Response codes (RFC 1035 section 4.1.1), as the low bits of the flags. */
export const rcode = { noError: 0, serverFailure: 2, nameError: 3, notImplemented: 4, refused: 5 } as const;

/** The records of one zone. */
export interface Zone {
  readonly name: string;
  readonly serial: number;
  readonly records: readonly SandboxRecord[];
}

/** Top-level domains for testing and documentation (RFC 2606 section 2). */
const reserved = ['test', 'example', 'invalid'];

/** Longest chain of CNAME records followed inside the server's own zones. */
const longestChain = 8;

/**
 * Answers a query from the zones: NXDOMAIN where nothing of that name or below it
 * exists (RFC 8020), an empty answer with the SOA where only the type is missing
 * (RFC 2308). It plays the registry of the reserved top-level domains as well, so a domain below them
 * whose zone nobody has made is NXDOMAIN, as it is in the world; names elsewhere are REFUSED.
 */
export function answer(query: DecodedPacket, zones: readonly Zone[]): Packet {
  const [question] = query.questions ?? [];
  const base: Packet = { type: 'response', id: query.id ?? 0, questions: query.questions ?? [], flags: (query.flags ?? 0) & 0x0100 };
  if (!question || (query.questions ?? []).length !== 1) return { ...base, flags: (base.flags ?? 0) | rcode.notImplemented };
  const name = normaliseName(question.name);
  const zone = zoneOf(name, zones);
  if (!zone) {
    const registry = reserved.find((domain) => name === domain || name.endsWith(`.${domain}`));
    if (!registry) return { ...base, flags: (base.flags ?? 0) | rcode.refused };
    return { ...base, flags: (base.flags ?? 0) | AUTHORITATIVE_ANSWER | rcode.nameError, authorities: [soa({ name: registry, serial: 1, records: [] })] };
  }

  const answers: Answer[] = [];
  let at = name;
  let inside: Zone | undefined = zone;
  for (let step = 0; step < longestChain && inside; step += 1) {
    const here = inside.records.filter((record) => record.name === at);
    const found = here.filter((record) => record.type === question.type);
    const alias = here.find((record) => record.type === 'CNAME');
    if (found.length > 0 || !alias) {
      answers.push(...found.map(wire), ...authorityFor(question.type, at, inside));
      break;
    }
    answers.push(wire(alias));
    at = normaliseName(alias.data);
    inside = zoneOf(at, zones);
  }
  const exists = !inside || inside.name === at || inside.records.some((record) => record.name === at || record.name.endsWith(`.${at}`));
  const flags = (base.flags ?? 0) | AUTHORITATIVE_ANSWER | (exists ? rcode.noError : rcode.nameError);
  const complete = answers.some((record) => record.type === question.type);
  return { ...base, flags, answers, authorities: complete ? [] : [soa(inside ?? zone)] };
}

const zoneOf = (name: string, zones: readonly Zone[]): Zone | undefined =>
  zones.filter((zone) => name === zone.name || name.endsWith(`.${zone.name}`)).sort((left, right) => right.name.length - left.name.length)[0];

/** The SOA and a name server of the zone are the server's own; NS records of the zone come before it. */
function authorityFor(type: string, name: string, zone: Zone): Answer[] {
  if (name !== zone.name) return [];
  if (type === 'SOA') return [soa(zone)];
  const hasOwn = zone.records.some((record) => record.type === 'NS' && record.name === name);
  return type === 'NS' && !hasOwn ? [{ type: 'NS', name, ttl: 300, class: internet, data: `ns.${zone.name}` }] : [];
}

const internet: RecordClass = 'IN';

const soa = (zone: Zone): Answer => ({
  type: 'SOA',
  name: zone.name,
  ttl: 300,
  class: internet,
  data: { mname: `ns.${zone.name}`, rname: `hostmaster.${zone.name}`, serial: zone.serial, refresh: 3600, retry: 600, expire: 86_400, minimum: 60 },
});

function wire(record: SandboxRecord): Answer {
  const { name, type, ttl, data } = record;
  const common = { name, ttl, class: internet };
  const fields = data.split(' ');
  const target = fields[fields.length - 1] ?? '';
  switch (type) {
    case 'TXT':
      return { ...common, type, data: textStrings(data).map((part) => Buffer.from(part, 'utf8')) };
    case 'MX':
      return { ...common, type, data: { preference: Number(fields[0]), exchange: target } };
    case 'SRV':
      return { ...common, type, data: { priority: Number(fields[0]), weight: Number(fields[1]), port: Number(fields[2]), target } };
    default:
      return { ...common, type, data };
  }
}

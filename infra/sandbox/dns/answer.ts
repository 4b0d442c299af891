import type { Answer, DecodedPacket, Packet, RecordClass } from 'dns-packet';
import { AUTHORITATIVE_ANSWER, RECURSION_AVAILABLE, RECURSION_DESIRED } from 'dns-packet';
import { normaliseName, type SandboxRecord, textStrings } from './zone-text';

/** Response codes (RFC 1035 section 4.1.1), as the low bits of the flags. */
export const rcode = { noError: 0, serverFailure: 2, nameError: 3, notImplemented: 4, refused: 5 } as const;

/** The records of one zone. */
export interface Zone {
  readonly name: string;
  readonly serial: number;
  readonly records: readonly SandboxRecord[];
  /** Seconds for which a "no" may be kept (RFC 2308 section 5); 60 when absent. */
  readonly negativeTtl?: number;
}

/** By name. */
export type Zones = ReadonlyMap<string, Zone>;

/** Top-level domains for testing and documentation (RFC 2606 section 2). */
const reserved = ['test', 'example', 'invalid'];

/** Whose address this server answers with for the name servers it names: its own. */
const ownAddress = '127.0.0.1';

/** Longest chain of CNAME records followed inside the server's own zones. */
const longestChain = 8;

/**
 * Answers a query from the zones: NXDOMAIN where nothing of that name or below it
 * exists (RFC 8020), an empty answer with the SOA where only the type is missing
 * (RFC 2308). For `recursive` it is a resolver, which vouches for nothing. It plays the registry of the reserved top-level domains as well, so a domain below them
 * whose zone nobody has made is NXDOMAIN, as it is in the world; names elsewhere are REFUSED.
 */
export function answer(query: DecodedPacket, zones: Zones, recursive = false): Packet {
  const [question] = query.questions ?? [];
  const vouching = recursive ? RECURSION_AVAILABLE : AUTHORITATIVE_ANSWER;
  const base: Packet = { type: 'response', id: query.id ?? 0, questions: query.questions ?? [], flags: (query.flags ?? 0) & RECURSION_DESIRED };
  if (!question || (query.questions ?? []).length !== 1) return { ...base, flags: (base.flags ?? 0) | rcode.notImplemented };
  const name = normaliseName(question.name);
  const zone = zoneOf(name, zones);
  if (!zone) {
    const registry = reserved.find((domain) => name === domain || name.endsWith(`.${domain}`));
    if (!registry) return { ...base, flags: (base.flags ?? 0) | rcode.refused };
    return { ...base, flags: (base.flags ?? 0) | vouching | rcode.nameError, authorities: [soa({ name: registry, serial: 1, records: [] })] };
  }

  const answers: Answer[] = [];
  let at = name;
  let inside: Zone | undefined = zone;
  let ended = false;
  for (let step = 0; step < longestChain && inside; step += 1) {
    const here = recordsAt(at, inside);
    const found = here.filter((record) => record.type === question.type);
    const alias = here.find((record) => record.type === 'CNAME');
    if (found.length > 0 || !alias) {
      answers.push(...found.map(wire), ...authorityFor(question.type, at, inside));
      ended = true;
      break;
    }
    answers.push(wire(alias));
    at = normaliseName(alias.data);
    inside = zoneOf(at, zones);
  }
  const exists = !inside || !ended || inside.name === at || `ns.${inside.name}` === at || recordsAt(at, inside).length > 0 || inside.records.some((record) => record.name.endsWith(`.${at}`));
  const flags = (base.flags ?? 0) | vouching | (exists ? rcode.noError : rcode.nameError);
  const complete = answers.some((record) => record.type === question.type);
  return { ...base, flags, answers, authorities: complete || !ended || !inside ? [] : [soa(inside)] };
}

/** The records of a name, or those of the nearest wildcard above it (RFC 4592 section 3.3.1) when the name is not there. */
function recordsAt(name: string, zone: Zone): readonly SandboxRecord[] {
  const here = zone.records.filter((record) => record.name === name);
  if (here.length > 0 || name === zone.name || `ns.${zone.name}` === name || zone.records.some((record) => record.name.endsWith(`.${name}`))) return here;
  for (let above = parentOf(name); above.length >= zone.name.length; above = parentOf(above)) {
    const wildcard = zone.records.filter((record) => record.name === `*.${above}`);
    if (wildcard.length > 0) return wildcard.map((record) => ({ ...record, name }));
    // The nearest name that is there decides; what it has no wildcard for is not.
    if (zone.records.some((record) => record.name === above || record.name.endsWith(`.${above}`))) return [];
  }
  return [];
}

const parentOf = (name: string): string => (name.includes('.') ? name.slice(name.indexOf('.') + 1) : '');

/** The zone a name is in: the longest that it ends with. */
function zoneOf(name: string, zones: Zones): Zone | undefined {
  for (let at = name; at !== ''; at = parentOf(at)) {
    const zone = zones.get(at);
    if (zone) return zone;
  }
  return undefined;
}

/** The SOA and a name server of the zone are the server's own; NS records of the zone come before it. */
function authorityFor(type: string, name: string, zone: Zone): Answer[] {
  if (type === 'A' && name === `ns.${zone.name}` && !zone.records.some((record) => record.name === name)) return [{ type, name, ttl: 300, class: internet, data: ownAddress }];
  if (name !== zone.name) return [];
  if (type === 'SOA') return [soa(zone)];
  const hasOwn = zone.records.some((record) => record.type === 'NS' && record.name === name);
  return type === 'NS' && !hasOwn ? [{ type: 'NS', name, ttl: 300, class: internet, data: `ns.${zone.name}` }] : [];
}

const internet: RecordClass = 'IN';

const soa = (zone: Zone): Answer => ({
  type: 'SOA',
  name: zone.name,
  ttl: Math.max(300, zone.negativeTtl ?? 0),
  class: internet,
  data: { mname: `ns.${zone.name}`, rname: `hostmaster.${zone.name}`, serial: zone.serial, refresh: 3600, retry: 600, expire: 86_400, minimum: zone.negativeTtl ?? 60 },
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

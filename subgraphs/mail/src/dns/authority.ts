import { getDomain } from 'tldts';
import type { QueryType } from './dns-message';
import { contentOf, type Lookup, longestChain, readStep, type Step, tooLong, unknown } from './lookup';
import { isPublic } from './public-address';
import { type Asked, queryServer } from './query-server';
import type { RecordLookup } from './resolve-records';
import type { Slots } from './slots';

/** What a zone's own servers say, and which of them say otherwise. */
export interface AuthorityAnswer {
  /** What most of them say. */
  readonly lookup: Lookup;
  readonly dissent: readonly { readonly server: string; readonly lookup: Lookup }[];
  /** How many say what most of them say. */
  readonly agreeing: number;
}

export interface AuthorityOptions {
  /** Where name servers listen: 53, but for tests. Elsewhere than on 53 every address is asked, else public ones alone. */
  readonly port: number;
  readonly timeoutMs: number;
  readonly slots: Slots;
  readonly endsAt: number;
}

interface NameServer {
  readonly name: string;
  readonly address: string;
}

interface Zone {
  readonly name: string;
  readonly servers: readonly NameServer[];
}

/** Of a zone's servers so many are asked. */
const mostServers = 4;
const mostReferrals = 3;

/**
 * Asks the name servers of a name's own zone, past all caches. Which they are is learnt from the
 * resolvers, once for each zone.
 */
export class Authority {
  private readonly zones = new Map<string, Promise<Zone | null>>();
  private home: Promise<Zone | null> | undefined;

  /** @param domain what is examined; names below it are asked for at its servers, which pass on what is not theirs. */
  constructor(
    private readonly domain: string,
    private readonly resolvers: RecordLookup,
    private readonly options: AuthorityOptions,
  ) {}

  async lookup(host: string, type: QueryType): Promise<AuthorityAnswer> {
    let at = host;
    let ttl = Number.POSITIVE_INFINITY;
    let via: readonly string[] = [];
    while (via.length <= longestChain) {
      const answer = await this.askZoneOf(at, type, via);
      if (!('next' in answer)) {
        const { lookup } = answer;
        return lookup.outcome === 'unknown' ? answer : { ...answer, lookup: { ...lookup, ttl: Math.min(lookup.ttl, ttl) } };
      }
      ttl = Math.min(ttl, answer.ttl);
      via = answer.via;
      at = answer.next;
    }
    return alone(tooLong(host));
  }

  private async askZoneOf(host: string, type: QueryType, via: readonly string[]): Promise<AuthorityAnswer | Extract<Step, { next: string }>> {
    let zone = await this.zoneOf(host);
    for (let referral = 0; zone && referral <= mostReferrals; referral += 1) {
      if (zone.servers.length === 0) return alone(unknown(`the name servers of ${zone.name} have no address that can be asked`));
      const asked = await Promise.all(zone.servers.map(async (server) => ({ server: server.name, said: await this.ask(server, host, type) })));
      const below: string | undefined = asked.map(({ said }) => ('reply' in said ? delegated(said, host, zone?.name ?? '') : null)).find((name) => name !== null) ?? undefined;
      if (below === undefined) return agree(asked.map(({ server, said }) => ({ server, step: authoritative(said, { host, type }, via) })));
      zone = await this.serversOf(below);
    }
    return alone(unknown(`no name servers of ${host} were found`));
  }

  private ask(server: NameServer, host: string, type: QueryType): Promise<Asked> {
    const { port, timeoutMs, slots, endsAt } = this.options;
    return slots.run(async () => {
      const left = endsAt - Date.now();
      return left <= 0 ? { silence: 'timeout' } : queryServer({ address: server.address, port }, { host, type }, { recursion: false, timeoutMs: Math.min(timeoutMs, left) });
    });
  }

  /** The zone a name is in: the nearest name upwards that has name servers, not above what is registered. */
  private zoneOf(host: string): Promise<Zone | null> {
    if (host !== this.domain && !host.endsWith(`.${this.domain}`)) return this.findZone(host);
    this.home ??= this.findZone(this.domain);
    return this.home;
  }

  private async findZone(host: string): Promise<Zone | null> {
    const highest = getDomain(host, { allowPrivateDomains: false }) ?? host;
    let at = host;
    for (let step = 0; step < 6 && (at === highest || at.endsWith(`.${highest}`)); step += 1) {
      const zone = await this.serversOf(at);
      if (zone) return zone;
      at = parentOf(at);
    }
    return null;
  }

  private serversOf(zone: string): Promise<Zone | null> {
    const known = this.zones.get(zone) ?? this.findServers(zone);
    this.zones.set(zone, known);
    return known;
  }

  private async findServers(zone: string): Promise<Zone | null> {
    const names = await this.resolvers.lookup(zone, 'NS');
    if (names.outcome !== 'found') return null;
    const servers = await Promise.all(names.values.slice(0, mostServers).map((name) => this.addressOf(name)));
    return { name: zone, servers: servers.filter((server) => server !== null) };
  }

  private async addressOf(name: string): Promise<NameServer | null> {
    for (const type of ['A', 'AAAA'] as const) {
      const lookup = await this.resolvers.lookup(name, type);
      const address = lookup.outcome === 'found' ? lookup.values.find((value) => this.options.port !== 53 || isPublic(value)) : undefined;
      if (address !== undefined) return { name, address };
    }
    return null;
  }
}

const parentOf = (name: string): string => name.slice(name.indexOf('.') + 1);
const alone = (lookup: Lookup): AuthorityAnswer => ({ lookup, dissent: [], agreeing: 0 });

/** The zone below `zone` that a server passes the question on to, or null when it answers by itself. */
function delegated({ reply }: { reply: Extract<Asked, { reply: unknown }>['reply'] }, host: string, zone: string): string | null {
  const below = reply.referral;
  if (reply.authoritative || reply.rcode !== 'NOERROR' || reply.answers.length > 0 || below === null) return null;
  return below.endsWith(`.${zone}`) && (host === below || host.endsWith(`.${below}`)) ? below : null;
}

/** A server that does not vouch for its answer (RFC 1035 section 4.1.1, AA) is no authority, only another cache. */
function authoritative(said: Asked, question: { host: string; type: QueryType }, via: readonly string[]): Step {
  if ('reply' in said && !said.reply.authoritative && (said.reply.rcode === 'NOERROR' || said.reply.rcode === 'NXDOMAIN')) return { lookup: unknown('they do not answer for the zone they are named for') };
  return readStep(said, question, via);
}

/** What most servers say; those that say nothing do not count as long as one speaks. */
function agree(said: readonly { server: string; step: Step }[]): AuthorityAnswer | Extract<Step, { next: string }> {
  const spoken = said.filter(({ step }) => 'next' in step || step.lookup.outcome !== 'unknown');
  const [first] = said;
  if (spoken.length === 0) return alone(first && 'lookup' in first.step ? first.step.lookup : unknown('they did not answer in time'));
  const groups = new Map<string, typeof spoken>();
  for (const one of spoken) {
    const key = 'next' in one.step ? `next ${one.step.next}` : contentOf(one.step.lookup);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const [largest = []] = [...groups.values()].sort((left, right) => right.length - left.length);
  const step = largest[0]?.step as Step;
  if ('next' in step) return step;
  const dissent = spoken.filter((one) => !largest.includes(one)).map((one) => ({ server: one.server, lookup: 'lookup' in one.step ? one.step.lookup : unknown(`${one.server} names an alias, ${one.step.next}`) }));
  return { lookup: step.lookup, dissent, agreeing: largest.length };
}

import { randomBytes } from 'node:crypto';
import { Authority, type AuthorityAnswer } from './authority';
import type { QueryType } from './dns-message';
import { contentOf, type Lookup } from './lookup';
import { readServer, type RecordLookup, resolver } from './resolve-records';
import { Slots } from './slots';

/** One set of records seen from both sides. */
export interface View {
  /** As everybody sees it, through caches. */
  readonly resolvers: Lookup;
  /** As the zone's own name servers say now. */
  readonly authority: AuthorityAnswer;
}

/** The look-ups of one check of a domain. Each question is asked once; all end by the same moment. */
export interface Examination extends RecordLookup {
  view(host: string, type: QueryType): Promise<View>;
  /** Whether a wildcard (RFC 4592) gives this answer to any other name beside the host as well. */
  fromWildcard(host: string, type: QueryType, answer: Lookup): Promise<boolean>;
}

/** Where DNS is asked. */
export interface NameServers {
  /** Never throws, nor do the look-ups. */
  examine(domain: string): Examination;
}

export interface NameServersOptions {
  /** `address[:port]`, asked in turn. */
  readonly resolvers: readonly string[];
  /** Port of the domains' own name servers; 53 unless a test plays them. */
  readonly authorityPort?: number;
  /** For one try at one server. */
  readonly timeoutMs?: number;
  readonly tries?: number;
  /** For all look-ups of one examination. */
  readonly deadlineMs?: number;
  /** Questions on the way at once, over all examinations. */
  readonly parallel?: number;
}

export function nameServers(options: NameServersOptions): NameServers {
  const { authorityPort = 53, timeoutMs = 2_000, tries = 2, deadlineMs = 12_000, parallel = 200 } = options;
  const servers = options.resolvers.map(readServer);
  const slots = new Slots(parallel);
  return {
    examine: (domain) => {
      const endsAt = Date.now() + deadlineMs;
      const asked = once(resolver({ servers, timeoutMs, tries, slots, endsAt }));
      return examination(asked, new Authority(domain, asked, { port: authorityPort, timeoutMs, slots, endsAt }));
    },
  };
}

function examination(resolvers: RecordLookup, authority: Authority): Examination {
  const views = new Map<string, Promise<View>>();
  const view = (host: string, type: QueryType): Promise<View> => {
    const key = `${type} ${host}`;
    const known = views.get(key) ?? Promise.all([resolvers.lookup(host, type), authority.lookup(host, type)]).then(([seen, said]) => ({ resolvers: seen, authority: said }));
    views.set(key, known);
    return known;
  };
  const labels = new Map<string, string>();
  return {
    lookup: (host, type) => resolvers.lookup(host, type),
    view,
    fromWildcard: async (host, type, answer) => {
      if (answer.outcome !== 'found') return false;
      const beside = host.slice(host.indexOf('.') + 1);
      const label = labels.get(beside) ?? `w${randomBytes(6).toString('hex')}`;
      labels.set(beside, label);
      const other = `${label}.${beside}`;
      const ask = async (what: QueryType): Promise<Lookup> => {
        const { lookup } = await authority.lookup(other, what);
        return lookup.outcome === 'unknown' ? resolvers.lookup(other, what) : lookup;
      };
      // Where an alias leads, the zone itself says; what is said there may be up to somebody else, and another thing each time.
      const [target] = answer.via;
      const there = await ask(target === undefined ? type : 'CNAME');
      return there.outcome === 'found' && (target === undefined ? contentOf(there) === contentOf(answer) : there.values.includes(target));
    },
  };
}

/** Asks each question once. */
function once(resolvers: RecordLookup): RecordLookup {
  const asked = new Map<string, Promise<Lookup>>();
  return {
    lookup: (host, type) => {
      const key = `${type} ${host}`;
      const known = asked.get(key) ?? resolvers.lookup(host, type);
      asked.set(key, known);
      return known;
    },
  };
}

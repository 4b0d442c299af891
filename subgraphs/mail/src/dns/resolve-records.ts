import type { QueryType } from './dns-message';
import { type Lookup, longestChain, readStep, tooLong, unknown } from './lookup';
import { queryServer, type Server } from './query-server';
import type { Slots } from './slots';

export interface RecordLookup {
  /** Never throws: what goes wrong is an outcome. */
  lookup(host: string, type: QueryType): Promise<Lookup>;
}

export interface ResolverOptions {
  /** Asked in turn. */
  readonly servers: readonly Server[];
  /** For one try at one server, in milliseconds. */
  readonly timeoutMs: number;
  /** How many rounds through the servers. */
  readonly tries: number;
  readonly slots: Slots;
  /** When the whole has to be over, as `Date.now()` counts. */
  readonly endsAt: number;
}

/** Asks resolvers: the first that answers counts, and one that fails is followed by the next. */
export function resolver(options: ResolverOptions): RecordLookup {
  return { lookup: (host, type) => resolve(options, host, type) };
}

async function resolve(options: ResolverOptions, host: string, type: QueryType): Promise<Lookup> {
  let question = { host: host.toLowerCase().replace(/\.$/, ''), type };
  let via: readonly string[] = [];
  let ttl = Number.POSITIVE_INFINITY;
  while (via.length <= longestChain) {
    const step = await askInTurn(options, question, via);
    if ('lookup' in step) return withTtl(step.lookup, ttl);
    // A resolver gives the whole chain; one that stops in between is asked for the rest.
    ttl = Math.min(ttl, step.ttl);
    question = { host: step.next, type };
    via = step.via;
  }
  return tooLong(host);
}

const withTtl = (lookup: Lookup, ttl: number): Lookup => (lookup.outcome === 'unknown' ? lookup : { ...lookup, ttl: Math.min(lookup.ttl, ttl) });

async function askInTurn({ servers, timeoutMs, tries, slots, endsAt }: ResolverOptions, question: { host: string; type: QueryType }, via: readonly string[]): Promise<ReturnType<typeof readStep>> {
  let last: ReturnType<typeof readStep> = { lookup: unknown('there was no time left to ask them') };
  for (let round = 0; round < tries; round += 1) {
    for (const server of servers) {
      const step = await slots.run(async () => {
        const left = endsAt - Date.now();
        if (left <= 0) return null;
        return readStep(await queryServer(server, question, { recursion: true, timeoutMs: Math.min(timeoutMs, left) }), question, via);
      });
      if (step === null) return last;
      if (!('lookup' in step) || step.lookup.outcome !== 'unknown') return step;
      last = step;
    }
  }
  return last;
}

/** @param text `address[:port]`, an IPv6 address with a port in brackets. */
export function readServer(text: string): Server {
  const match = /^\[(.+)\]:(\d+)$/.exec(text) ?? /^([^:]+):(\d+)$/.exec(text);
  return match ? { address: match[1] ?? '', port: Number(match[2]) } : { address: text.replace(/^\[(.+)\]$/, '$1'), port: 53 };
}

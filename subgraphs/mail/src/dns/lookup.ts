import type { Question, Reply } from './dns-message';
import type { Asked, Silence } from './query-server';

/** `missing`: the name servers say there is none. `unknown`: they did not say. */
export type Lookup =
  | { readonly outcome: 'found'; readonly values: readonly string[]; readonly ttl: number; /** The names a CNAME led to, in order. */ readonly via: readonly string[] }
  /** `zone`: the zone that says so, where it is told. `ttl`: how many seconds the "no" may be kept. */
  | { readonly outcome: 'missing'; readonly ttl: number; readonly zone: string | null }
  | { readonly outcome: 'unknown'; readonly reason: string };

/** One answer on the way of a lookup: done, or led on to another name. */
export type Step = { readonly lookup: Lookup } | { readonly next: string; readonly ttl: number; /** All names so far, this one included. */ readonly via: readonly string[] };

/** Longest chain of CNAME records that is followed. */
export const longestChain = 8;

const silences: Record<Silence, string> = {
  timeout: 'they did not answer in time',
  unreachable: 'they cannot be reached',
  foreign: 'they answered a question that was not asked',
  malformed: 'they gave an answer that cannot be read',
  closed: 'they ended the connection without an answer',
};

const refusals: Record<string, string> = {
  SERVFAIL: 'they reported a failure (SERVFAIL)',
  REFUSED: 'they refused the question',
};

export const unknown = (reason: string): Lookup => ({ outcome: 'unknown', reason });

/** Reads what one server said: the values, a definite no (RFC 2308), or the end of a chain that has to be followed. */
export function readStep(asked: Asked, question: Question, via: readonly string[] = []): Step {
  if ('silence' in asked) return { lookup: unknown(silences[asked.silence]) };
  const { reply } = asked;
  if (reply.rcode !== 'NOERROR' && reply.rcode !== 'NXDOMAIN') return { lookup: unknown(refusals[reply.rcode] ?? `they gave an answer that cannot be used (${reply.rcode})`) };
  return follow(reply, question, via);
}

function follow(reply: Reply, { host, type }: Question, before: readonly string[]): Step {
  // An answer about other names only is none, and no "no" either.
  if (reply.answers.length > 0 && !reply.answers.some((record) => record.host === host)) return { lookup: unknown(silences.foreign) };
  const via = [...before];
  const seen = new Set([host, ...before]);
  let at = host;
  let ttl = Number.POSITIVE_INFINITY;
  for (;;) {
    const here = reply.answers.filter((record) => record.host === at);
    const found = here.filter((record) => record.type === type);
    if (found.length > 0) return { lookup: { outcome: 'found', values: sorted(type, found.map(({ value }) => value)), ttl: Math.min(ttl, ...found.map((record) => record.ttl)), via } };
    const alias = here.find((record) => record.type === 'CNAME');
    if (!alias) break;
    if (seen.has(alias.value)) return { lookup: unknown(`${host} is an alias that leads back to itself (a CNAME loop at ${alias.value}), which has to be repaired in the zone`) };
    if (via.length >= longestChain) return { lookup: tooLong(host) };
    ttl = Math.min(ttl, alias.ttl);
    via.push(alias.value);
    seen.add(alias.value);
    at = alias.value;
  }
  const no = Math.min(ttl, reply.denial?.ttl ?? ttl);
  // A server speaks for its own zones; where an alias leads out of them, the answer ends with it.
  const speaks = reply.denial ? at === reply.denial.zone || at.endsWith(`.${reply.denial.zone}`) : reply.rcode === 'NXDOMAIN';
  if (at === host || speaks) return { lookup: { outcome: 'missing', ttl: Number.isFinite(no) ? no : 0, zone: reply.denial?.zone ?? null } };
  return { next: at, ttl, via };
}

export const tooLong = (host: string): Lookup => unknown(`${host} leads through more than ${longestChain} aliases (CNAME), which resolvers do not follow`);

/** Values in an order that does not depend on the server: exchangers by preference, the rest by text. */
const sorted = (type: string, values: readonly string[]): string[] => [...new Set(values)].sort((left, right) => (type === 'MX' || type === 'SRV' ? Number.parseInt(left) - Number.parseInt(right) : 0) || (left < right ? -1 : 1));

/** A value that two lookups share when they found the same. */
export const contentOf = (lookup: Lookup): string => (lookup.outcome === 'found' ? JSON.stringify(lookup.values) : lookup.outcome);

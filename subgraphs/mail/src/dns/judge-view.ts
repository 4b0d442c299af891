import { compareRecord, type Evidence } from './compare-record';
import type { ExpectedRecord, Verdict } from './dns-record';
import type { View } from './examination';
import type { Judgement } from './judgement';
import type { Lookup } from './lookup';

type Known = Exclude<Lookup, { outcome: 'unknown' }>;

export interface Circumstances {
  /** All records expected for the same host and type. */
  readonly siblings: readonly ExpectedRecord[];
  readonly evidence?: Evidence;
  /** The answer comes from a wildcard, so the record itself is not there. */
  readonly wildcard?: boolean;
  readonly now: number;
}

/**
 * Judges a record by what the domain's own name servers say and by what everybody sees through
 * caches. The name servers decide: what is right there is never BAD, and what is wrong there is,
 * however long caches still hide it. Where they could not be asked, what everybody sees counts.
 */
export function judgeView(expected: ExpectedRecord, view: View, circumstances: Circumstances): Verdict {
  const { resolvers, authority } = view;
  const judge = (lookup: Known): Judgement => byWildcard(expected, compareRecord(expected, valuesOf(lookup), circumstances.siblings, circumstances.evidence), circumstances.wildcard ?? false);
  const said = authority.lookup;
  if (resolvers.outcome === 'unknown') {
    if (said.outcome === 'unknown') return unknown(expected, resolvers.reason, []);
    const judgement = judge(said);
    if (judgement.state === 'BAD') return { ...judgement, found: valuesOf(said), propagatesAt: null };
    return unknown(expected, `${resolvers.reason}, though the domain's own name servers have it right`, valuesOf(said));
  }
  const seen = judge(resolvers);
  if (said.outcome === 'unknown') return { ...seen, found: valuesOf(resolvers), propagatesAt: null };
  const now = judge(said);
  const verdict = now.state === seen.state && now.advice === seen.advice ? { ...now, found: valuesOf(said), propagatesAt: null } : underWay(now, seen, said, resolvers, circumstances.now);
  return withDissent(expected, verdict, view, judge);
}

/** The two sides differ: the name servers' answer is what will be everywhere when the caches end. */
function underWay(now: Judgement, seen: Judgement, said: Known, resolvers: Known, at: number): Verdict {
  const wait = Math.max(1, Math.ceil(resolvers.ttl / 60));
  const propagatesAt = new Date(at + resolvers.ttl * 1000);
  const found = valuesOf(said);
  if (now.state === 'BAD') {
    if (seen.state === 'BAD') return { ...now, found, propagatesAt };
    return { state: 'BAD', found, propagatesAt, advice: `It still works, because resolvers keep the earlier answer for up to ${wait} min; at the domain's own name servers it is wrong already. ${now.advice ?? ''}`.trim() };
  }
  if (seen.state === 'BAD') return { state: 'WARN', found, propagatesAt, advice: `Right at the domain's own name servers, not yet everywhere: resolvers keep the earlier answer for up to ${wait} min.${now.advice === null ? ' Nothing is to be done.' : ` ${now.advice}`}` };
  return { ...now, found, propagatesAt };
}

/** Servers of one zone that do not say the same: often one that has not taken over the change. */
function withDissent(expected: ExpectedRecord, verdict: Verdict, { authority }: View, judge: (lookup: Known) => Judgement): Verdict {
  if (authority.dissent.length === 0) return verdict;
  const names = authority.dissent.map(({ server }) => server).join(', ');
  const others = authority.dissent.map(({ lookup }) => (lookup.outcome === 'unknown' ? null : judge(lookup).state));
  const rightSomewhere = verdict.state !== 'BAD' || others.some((state) => state === 'OK' || state === 'WARN');
  const wrongSomewhere = verdict.state === 'BAD' || others.some((state) => state === 'BAD' || state === null);
  if (!rightSomewhere || !wrongSomewhere) return verdict;
  const told = `The domain's name servers do not agree: ${names} ${authority.dissent.length === 1 ? 'says' : 'say'} otherwise than the rest. If that stays so for an hour, ask the provider of the name servers.`;
  // Most servers decide; the proof that a domain is somebody's has to come from all of them.
  const state = verdict.state === 'BAD' || expected.kind === 'OWNERSHIP' || authority.agreeing < authority.dissent.length ? 'BAD' : 'WARN';
  return { ...verdict, state, advice: `${told}${verdict.advice === null ? '' : ` ${verdict.advice}`}` };
}

/**
 * A wildcard (RFC 4592) that happens to give the right value proves nothing about who may publish
 * under the name, so it is not the ownership record; for the others it works until it is changed.
 */
function byWildcard(expected: ExpectedRecord, judgement: Judgement, wildcard: boolean): Judgement {
  if (!wildcard) return judgement;
  const told = `A wildcard record (*) of the zone answers for ${expected.host}; the record itself is not there.`;
  const add = `Add ${expected.type === 'TXT' ? 'a TXT' : `an ${expected.type}`} record for ${expected.host} with the value ${expected.value}.`;
  if (judgement.state === 'BAD') return { state: 'BAD', advice: `${told} ${add}` };
  return { state: expected.kind === 'OWNERSHIP' ? 'BAD' : 'WARN', advice: `${told} ${add}` };
}

const valuesOf = (lookup: Lookup): readonly string[] => (lookup.outcome === 'found' ? lookup.values : []);

const unknown = (expected: ExpectedRecord, reason: string, found: readonly string[]): Verdict => ({
  state: 'UNKNOWN',
  found,
  propagatesAt: null,
  advice: `The name servers were asked for ${expected.host}, but ${reason}. Nothing is known about the record; check again in a few minutes.`,
});

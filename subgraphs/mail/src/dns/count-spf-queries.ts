import type { RecordLookup } from './resolve-records';
import { isSpf, readSpf, type SpfTerm } from './spf';

/** What a receiver has to ask to evaluate an SPF record to its end (RFC 7208 section 4.6.4). */
export interface SpfCost {
  /** Terms that cost a query, through all that is included. */
  readonly queries: number;
  /** Names that were asked for and do not exist; more than two may fail the check. */
  readonly voids: readonly string[];
  /** Why the whole record fails (a "permerror"), in plain words. */
  readonly broken: string | null;
  /** Names that could not be asked; the count is then at least so much. */
  readonly unknown: readonly string[];
}

export const mostQueries = 10;
export const mostVoids = 2;

/** Where counting stops: past the limit the answer is known. */
const enough = 40;

/** Counts by really resolving what is included; a name with a macro counts but cannot be followed. */
export async function countSpfQueries(record: string, domain: string, dns: RecordLookup): Promise<SpfCost> {
  const cost = { queries: 0, voids: [] as string[], broken: null as string | null, unknown: [] as string[] };
  await visit(record, domain, [domain]);
  return cost;

  async function visit(text: string, at: string, path: readonly string[]): Promise<void> {
    const spf = readSpf(text);
    if (spf.broken !== null) {
      cost.broken ??= `what ${at} publishes has a part that nobody understands, "${spf.broken}"`;
      return;
    }
    const all = spf.terms.findIndex((term) => term.name === 'all');
    for (const term of all < 0 ? spf.terms : spf.terms.slice(0, all)) await count(term, at, path);
    // An "all" leaves nothing for a redirect (RFC 7208 section 6.1).
    if (all < 0 && spf.redirect !== null) await enter(spf.redirect, at, path, 'redirect');
  }

  async function count(term: SpfTerm, at: string, path: readonly string[]): Promise<void> {
    if (cost.queries > enough) return;
    const name = term.domain || at;
    if (term.name === 'include') await enter(name, at, path, 'include');
    else if (term.name === 'ptr' || term.name === 'exists') cost.queries += 1;
    else if (term.name === 'a' || term.name === 'mx') {
      cost.queries += 1;
      if (!name.includes('%{')) await look(name, term.name);
    }
  }

  async function look(name: string, mechanism: 'a' | 'mx'): Promise<void> {
    const lookup = await dns.lookup(name, mechanism === 'mx' ? 'MX' : 'A');
    if (lookup.outcome === 'unknown') cost.unknown.push(name);
    // RFC 7208 section 4.6.4: an mx that names more than ten hosts fails the whole record.
    else if (lookup.outcome === 'found' && mechanism === 'mx' && lookup.values.length > mostQueries) cost.broken ??= `${name} has ${lookup.values.length} MX records, and an "mx" may name ${mostQueries}`;
    else if (lookup.outcome === 'missing' && (mechanism === 'mx' || (await dns.lookup(name, 'AAAA')).outcome === 'missing')) cost.voids.push(name);
  }

  async function enter(target: string, at: string, path: readonly string[], how: 'include' | 'redirect'): Promise<void> {
    cost.queries += 1;
    if (cost.queries > enough || cost.broken !== null || target.includes('%{')) return;
    if (path.includes(target)) {
      cost.broken ??= `${at} leads back to ${target}, in a circle`;
      return;
    }
    const lookup = await dns.lookup(target, 'TXT');
    if (lookup.outcome === 'unknown') {
      cost.unknown.push(target);
      return;
    }
    if (lookup.outcome === 'missing') cost.voids.push(target);
    const records = lookup.outcome === 'found' ? lookup.values.filter(isSpf) : [];
    const [record] = records;
    // RFC 7208 sections 5.2 and 6.1: what is led to has to have one record.
    if (record === undefined) cost.broken ??= `"${how}${how === 'include' ? ':' : '='}${target}" names a domain without an SPF record`;
    else if (records.length > 1) cost.broken ??= `${target} has ${records.length} SPF records`;
    else await visit(record, target, [...path, target]);
  }
}

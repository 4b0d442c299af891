import { mostQueries, mostVoids, type SpfCost } from './count-spf-queries';
import type { ExpectedRecord } from './dns-record';
import { doubtful, type Judgement, right, wrong } from './judgement';
import { indexOfAll, mergeSpf, sameTerm } from './merge-spf';
import { isSpf, readSpf, type Spf } from './spf';

/** Mechanisms that cost a DNS query. */
const queries = new Set(['include', 'a', 'mx', 'ptr', 'exists']);

/** @param costs what was counted for each published text; without it only the record's own terms are. */
export function compareSpf(expected: ExpectedRecord, found: readonly string[], costs?: ReadonlyMap<string, SpfCost>): Judgement {
  const records = found.filter(isSpf);
  const [published] = records;
  if (published === undefined) return wrong(`Add a TXT record for ${expected.host} with the value ${expected.value}.`);
  if (records.length > 1) return wrong(`There are ${records.length} SPF records, which makes all of them invalid. Keep one: ${mergeSpf(expected, records)}`);
  const spf = readSpf(published);
  if (spf.broken !== null) return wrong(`The SPF record has a part that nobody understands, "${spf.broken}", which makes all of it invalid. Correct or remove that part.`);

  const wanted = readSpf(expected.value);
  const untilAll = spf.terms.slice(0, indexOfAll(spf.terms) ?? spf.terms.length);
  const missing = wanted.terms.filter((term) => term.name !== 'all' && !untilAll.some((other) => other.qualifier === '+' && sameTerm(term, other, expected.host)));
  if (missing.length > 0) return wrong(`The SPF record does not name this mail server. Change it to: ${mergeSpf(expected, records)}`);
  return judgeCost(spf, costs?.get(published)) ?? judgeAll(spf, wanted, expected, records);
}

function judgeCost(spf: Spf, cost: SpfCost | undefined): Judgement | null {
  if (cost && cost.broken !== null) return wrong(`The SPF record is invalid for receivers: ${cost.broken}. Remove or correct that part.`);
  const needed = cost?.queries ?? spf.terms.filter((term) => queries.has(term.name)).length + (spf.redirect === null || indexOfAll(spf.terms) !== undefined ? 0 : 1);
  const included = cost && spf.terms.some((term) => term.name === 'include') ? ', with all that it includes' : '';
  if (needed > mostQueries) return wrong(`The SPF record needs ${needed} DNS queries${included}, and receivers stop at ${mostQueries}. Remove what is no longer used.`);
  if (cost && cost.voids.length > mostVoids) return doubtful(`The SPF record names ${cost.voids.length} hosts that do not exist (${cost.voids.join(', ')}), and receivers may stop at ${mostVoids}. Remove them.`);
  return null;
}

function judgeAll(spf: Spf, wanted: Spf, expected: ExpectedRecord, records: readonly string[]): Judgement {
  const all = spf.terms[indexOfAll(spf.terms) ?? -1];
  const strict = wanted.terms.some((term) => term.name === 'all' && term.qualifier === '-');
  if (!all) return spf.redirect === null ? doubtful(`The SPF record does not end in "all", so it forbids nobody. Change it to: ${mergeSpf(expected, records)}`) : right;
  if (all.qualifier === '+') return wrong('The SPF record ends in "+all", which lets everybody send in your name. Change the end to "~all".');
  if (all.qualifier === '?') return doubtful('The SPF record ends in "?all", which forbids nobody. Change the end to "~all".');
  if (strict && all.qualifier === '~') return doubtful('The SPF record ends in "~all" and is to end in "-all".');
  return right;
}

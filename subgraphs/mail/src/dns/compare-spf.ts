import type { ExpectedRecord } from './dns-record';
import { doubtful, type Judgement, right, wrong } from './judgement';

/** Mechanisms and modifiers that cost a DNS query; more than ten fail the check (RFC 7208 section 4.6.4). */
const queries = new Set(['include', 'a', 'mx', 'ptr', 'exists']);
const mostQueries = 10;

interface Term {
  readonly qualifier: string;
  readonly name: string;
  /** What stands after `:` or `/`, prefix lengths included. */
  readonly argument: string;
}

interface Spf {
  readonly terms: readonly Term[];
  readonly redirect: string | null;
  /** The first term that is none (RFC 7208 section 4.6: the whole record fails). */
  readonly broken: string | null;
}

const isSpf = (value: string): boolean => /^v=spf1(\s|$)/i.test(value.trim());

function read(value: string): Spf {
  const terms: Term[] = [];
  let redirect: string | null = null;
  let broken: string | null = null;
  for (const word of value.trim().split(/\s+/).slice(1)) {
    const mechanism = /^([-+~?]?)(all|include|a|mx|ptr|ip4|ip6|exists)(?:[:/](.*))?$/i.exec(word);
    const modifier = /^([a-z][\w.-]*)=(.*)$/i.exec(word);
    if (mechanism) terms.push({ qualifier: mechanism[1] || '+', name: (mechanism[2] ?? '').toLowerCase(), argument: (mechanism[3] ?? '').toLowerCase().replace(/\.$/, '') });
    else if (modifier) redirect = modifier[1]?.toLowerCase() === 'redirect' ? (modifier[2] ?? null) : redirect;
    else broken ??= word;
  }
  return { terms, redirect, broken };
}

export function compareSpf(expected: ExpectedRecord, found: readonly string[]): Judgement {
  const records = found.filter(isSpf);
  const [published] = records;
  if (published === undefined) return wrong(`Add a TXT record for ${expected.host} with the value ${expected.value}.`);
  if (records.length > 1) return wrong(`There are ${records.length} SPF records, which makes all of them invalid. Keep one: ${merged(expected, records)}`);
  const spf = read(published);
  if (spf.broken !== null) return wrong(`The SPF record has a part that nobody understands, "${spf.broken}", which makes all of it invalid. Correct or remove that part.`);

  const wanted = read(expected.value);
  const untilAll = spf.terms.slice(0, indexOfAll(spf.terms) ?? spf.terms.length);
  const missing = wanted.terms.filter((term) => term.name !== 'all' && !untilAll.some((other) => other.qualifier === '+' && sameTerm(term, other, expected.host)));
  if (missing.length > 0) return wrong(`The SPF record does not name this mail server. Change it to: ${merged(expected, records)}`);

  const costs = spf.terms.filter((term) => queries.has(term.name)).length + (spf.redirect === null ? 0 : 1);
  if (costs > mostQueries) return wrong(`The SPF record needs ${costs} DNS queries, and receivers stop at ${mostQueries}. Remove what is no longer used.`);
  return judgeAll(spf, wanted, expected);
}

function judgeAll(spf: Spf, wanted: Spf, expected: ExpectedRecord): Judgement {
  const all = spf.terms[indexOfAll(spf.terms) ?? -1];
  const strict = wanted.terms.some((term) => term.name === 'all' && term.qualifier === '-');
  if (!all) return spf.redirect === null ? doubtful(`The SPF record does not end in "all", so it forbids nobody. Change it to: ${merged(expected, [])}`) : right;
  if (all.qualifier === '+') return wrong('The SPF record ends in "+all", which lets everybody send in your name. Change the end to "~all".');
  if (all.qualifier === '?') return doubtful('The SPF record ends in "?all", which forbids nobody. Change the end to "~all".');
  if (strict && all.qualifier === '~') return doubtful('The SPF record ends in "~all" and is to end in "-all".');
  return right;
}

const indexOfAll = (terms: readonly Term[]): number | undefined => {
  const index = terms.findIndex((term) => term.name === 'all');
  return index < 0 ? undefined : index;
};

/** `mx` and `mx:<own domain>` are the same, and a prefix length only adds to it. */
const sameTerm = (left: Term, other: Term, host: string): boolean => left.name === other.name && nameIn(left, host) === nameIn(other, host);
const nameIn = ({ argument }: Term, host: string): string => argument.replace(/^\d+$|\/\d+.*$/, '') || host;

/** One record with our terms first, everybody else's after them, and our `all` at the end. */
function merged(expected: ExpectedRecord, records: readonly string[]): string {
  const ours = read(expected.value).terms;
  const kept: string[] = ours.filter((term) => term.name !== 'all').map(write);
  for (const term of records.flatMap((record) => read(record).terms)) {
    if (term.name !== 'all' && !kept.includes(write(term)) && !ours.some((own) => sameTerm(own, term, expected.host))) kept.push(write(term));
  }
  return ['v=spf1', ...kept, ...ours.filter((term) => term.name === 'all').map(write)].join(' ');
}

const write = ({ qualifier, name, argument }: Term): string => `${qualifier === '+' ? '' : qualifier}${name}${argument === '' ? '' : `${/^\d+$/.test(argument) ? '/' : ':'}${argument}`}`;

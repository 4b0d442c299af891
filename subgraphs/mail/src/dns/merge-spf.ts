import type { ExpectedRecord } from './dns-record';
import { isSpf, readSpf, type SpfTerm } from './spf';

/** Where the term stands that ends a record; undefined without one. */
export const indexOfAll = (terms: readonly SpfTerm[]): number | undefined => {
  const index = terms.findIndex((term) => term.name === 'all');
  return index < 0 ? undefined : index;
};

/** Whether a term covers another: `mx` and `mx:<own domain>` are the same, and a prefix length only adds to it. */
export const sameTerm = (left: SpfTerm, other: SpfTerm, host: string): boolean =>
  left.name === other.name && (left.name.startsWith('ip') ? left.rest === other.rest : (left.domain || host) === (other.domain || host));

/**
 * One record for everybody who sends: our terms first, everybody else's after them, and our `all` at the end. A redirect is heeded only without an `all`, so it becomes an include.
 *
 * @param found all that is published for the host; what is no SPF record does not count.
 */
export function mergeSpf(expected: Pick<ExpectedRecord, 'host' | 'value'>, found: readonly string[]): string {
  const records = found.filter(isSpf);
  const ours = readSpf(expected.value).terms;
  const published = records.map(readSpf);
  // `mx/24` lets more servers send than our `mx`, so it stands in its place.
  const wider = (own: SpfTerm): SpfTerm | undefined => published.flatMap(({ terms }) => terms).find((term) => term.rest !== own.rest && term.qualifier === own.qualifier && sameTerm(own, term, expected.host));
  const kept = new Set(ours.filter((term) => term.name !== 'all').map((own) => write(wider(own) ?? own)));
  for (const { terms, redirect } of published) {
    const others = terms.filter((term) => term.name !== 'all' && !ours.some((own) => own.rest === term.rest && own.qualifier === term.qualifier && sameTerm(own, term, expected.host)));
    for (const term of others) kept.add(write(term));
    if (redirect !== null && indexOfAll(terms) === undefined) kept.add(`include:${redirect}`);
  }
  return ['v=spf1', ...kept, ...ours.filter((term) => term.name === 'all').map(write)].join(' ');
}

const write = ({ qualifier, text }: SpfTerm): string => (qualifier === '+' ? text.replace(/^\+/, '') : text).replace(/\.$/, '').replace(/^[-~?]?[a-z\d]+/i, (start) => start.toLowerCase());

/** What the owner of a zone is to publish: of SPF there is one record for all that sends, so what others need stays in it. */
export const valueToPublish = ({ kind, host, value, found }: Pick<ExpectedRecord, 'kind' | 'host' | 'value'> & { readonly found: readonly string[] }): string =>
  kind === 'SPF' && found.some(isSpf) ? mergeSpf({ host, value }, found) : value;

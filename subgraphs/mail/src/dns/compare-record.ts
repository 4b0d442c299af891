import { compareDkim } from './compare-dkim';
import { compareDmarc } from './compare-dmarc';
import { compareMx } from './compare-mx';
import { compareSpf } from './compare-spf';
import { compareSrv } from './compare-srv';
import type { ExpectedRecord, Verdict } from './dns-record';
import { type Judgement, right, wrong } from './judgement';
import type { Lookup } from './resolve-records';

/**
 * Compares what is published with what is expected, by meaning: case, white space, the order
 * of tags, split strings, trailing dots and what others need in the same record do not count.
 *
 * @param siblings all records expected for the same host and type, this one included.
 */
export function compareRecord(expected: ExpectedRecord, lookup: Lookup, siblings: readonly ExpectedRecord[] = [expected]): Verdict {
  if (lookup.outcome === 'unknown') {
    return { state: 'UNKNOWN', found: [], advice: `The name servers were asked for ${expected.host}, but ${lookup.reason}. Nothing is known about the record; check again in a few minutes.` };
  }
  const found = lookup.outcome === 'found' ? lookup.values : [];
  return { found, ...judge(expected, found, siblings) };
}

function judge(expected: ExpectedRecord, found: readonly string[], siblings: readonly ExpectedRecord[]): Judgement {
  switch (expected.kind) {
    case 'OWNERSHIP':
      return compareOwnership(expected, found);
    case 'MX':
      return compareMx(expected, found, siblings);
    case 'SPF':
      return compareSpf(expected, found);
    case 'DKIM':
      return compareDkim(expected, found);
    case 'DMARC':
      return compareDmarc(expected, found);
    case 'AUTODISCOVERY':
      return compareSrv(expected, found);
  }
}

/** Some registrars keep the quotes that people paste. */
const bare = (text: string): string => text.trim().replace(/^"(.*)"$/, '$1').trim();

function compareOwnership(expected: ExpectedRecord, found: readonly string[]): Judgement {
  if (found.some((value) => bare(value).toLowerCase() === expected.value.toLowerCase())) return right;
  return found.length === 0
    ? wrong(`Add a TXT record for ${expected.host} with the value ${expected.value}. It proves that the domain is yours.`)
    : wrong(`The TXT record for ${expected.host} has another value. Replace it with ${expected.value}.`);
}

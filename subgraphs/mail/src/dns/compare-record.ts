import { cleanValue, strayIn } from './clean-value';
import { compareDkim } from './compare-dkim';
import { compareDmarc, type InheritedPolicy } from './compare-dmarc';
import { compareMx, type Exchangers } from './compare-mx';
import { compareSpf } from './compare-spf';
import { compareSrv } from './compare-srv';
import type { SpfCost } from './count-spf-queries';
import type { ExpectedRecord } from './dns-record';
import { type Judgement, right, wrong } from './judgement';

/** What was looked up further, to judge what a record leads to. Without it a record is judged by its text. */
export interface Evidence {
  /** By the text of the SPF record. */
  readonly spfCosts?: ReadonlyMap<string, SpfCost>;
  readonly exchangers?: Exchangers;
  readonly inherited?: InheritedPolicy | null;
}

/** A zone may have thousands of values, and each that is tried costs a judgement of all. */
const mostMended = 5;

/**
 * Compares what is published with what is expected, by meaning: case, white space, the order
 * of tags, split strings, trailing dots and what others need in the same record do not count.
 *
 * @param siblings all records expected for the same host and type, this one included.
 */
export function compareRecord(expected: ExpectedRecord, found: readonly string[], siblings: readonly ExpectedRecord[] = [expected], evidence: Evidence = {}): Judgement {
  const judgement = judge(expected, found, siblings, evidence);
  if (judgement.state !== 'BAD' || expected.type !== 'TXT') return judgement;
  // Receivers take the value as it is; people are told what came in between.
  const stray = found.filter((value) => strayIn(value) !== null).slice(0, mostMended).find((value) => judge(expected, found.map((other) => (other === value ? cleanValue(value) : other)), siblings, evidence).state !== 'BAD');
  return stray === undefined ? judgement : wrong(`The value for ${expected.host} is published with ${strayIn(stray) ?? ''}. Enter it as ${cleanValue(stray)}, with nothing around it.`);
}

function judge(expected: ExpectedRecord, found: readonly string[], siblings: readonly ExpectedRecord[], evidence: Evidence): Judgement {
  switch (expected.kind) {
    case 'OWNERSHIP':
      return compareOwnership(expected, found);
    case 'MX':
      return compareMx(expected, found, siblings, evidence.exchangers);
    case 'SPF':
      return compareSpf(expected, found, evidence.spfCosts);
    case 'DKIM':
      return compareDkim(expected, found);
    case 'DMARC':
      return compareDmarc(expected, found, evidence.inherited);
    case 'AUTODISCOVERY':
      return compareSrv(expected, found);
  }
}

/** Only this platform reads it, and takes it with what people paste around it. */
function compareOwnership(expected: ExpectedRecord, found: readonly string[]): Judgement {
  if (found.some((value) => cleanValue(value).toLowerCase() === expected.value.toLowerCase())) return right;
  return found.length === 0
    ? wrong(`Add a TXT record for ${expected.host} with the value ${expected.value}. It proves that the domain is yours.`)
    : wrong(`The TXT record for ${expected.host} has another value. Replace it with ${expected.value}.`);
}

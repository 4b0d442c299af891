import { compareRecord } from '../../dns/compare-record';
import type { DnsRecordState, ExpectedRecord, Verdict } from '../../dns/dns-record';
import type { Lookup, RecordLookup } from '../../dns/resolve-records';
import type { DomainStatus } from '../domain.entity';

/** Asks for each host and type once, all side by side, and judges every record by the answers. */
export async function checkRecords<R extends ExpectedRecord>(records: readonly R[], dns: RecordLookup): Promise<Map<R, Verdict>> {
  const lookups = new Map<string, Promise<Lookup>>();
  const keyOf = ({ type, host }: ExpectedRecord): string => `${type} ${host}`;
  for (const record of records) if (!lookups.has(keyOf(record))) lookups.set(keyOf(record), dns.lookup(record.host, record.type));
  const verdicts = new Map<R, Verdict>();
  for (const record of records) {
    const lookup = await (lookups.get(keyOf(record)) as Promise<Lookup>);
    const siblings = records.filter((other) => keyOf(other) === keyOf(record) && other.kind === record.kind);
    verdicts.set(record, compareRecord(record, lookup, siblings));
  }
  return verdicts;
}

/**
 * The status that follows from the required records. What is not known changes nothing:
 * a resolver that is down must not put a domain in the wrong.
 */
export function statusAfter(before: DomainStatus, states: readonly Exclude<DnsRecordState, 'UNCHECKED'>[]): DomainStatus {
  if (before === 'FAILED' || before === 'REMOVING' || states.length === 0) return before;
  if (states.includes('BAD')) return before === 'PENDING' ? 'PENDING' : 'NEEDS_ATTENTION';
  return states.includes('UNKNOWN') ? before : 'VERIFIED';
}

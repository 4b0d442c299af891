import type { DnsRecordState, ExpectedRecord, Verdict } from '../../dns/dns-record';
import type { Examination, NameServers } from '../../dns/examination';
import { gatherEvidence } from '../../dns/gather-evidence';
import { judgeView } from '../../dns/judge-view';
import type { DomainStatus } from '../domain.entity';

/** Asks for each host and type once, all side by side, and judges every record by the answers. Ends by itself, whatever name servers do. */
export async function checkRecords<R extends ExpectedRecord>(domain: string, records: readonly R[], dns: NameServers): Promise<Map<R, Verdict>> {
  const examination = dns.examine(domain);
  const verdicts = await Promise.all(records.map((record) => check(domain, record, records, examination)));
  return new Map(records.map((record, index) => [record, verdicts[index] as Verdict]));
}

async function check(domain: string, record: ExpectedRecord, records: readonly ExpectedRecord[], examination: Examination): Promise<Verdict> {
  const siblings = records.filter(({ kind, type, host }) => kind === record.kind && type === record.type && host === record.host);
  const view = await examination.view(record.host, record.type);
  const answer = view.authority.lookup.outcome === 'unknown' ? view.resolvers : view.authority.lookup;
  // A wildcard never answers for the name it hangs from.
  const wildcard = record.host !== domain && (await examination.fromWildcard(record.host, record.type, answer));
  return judgeView(record, view, { siblings, evidence: await gatherEvidence(record, view, siblings, examination), wildcard, now: Date.now() });
}

/**
 * The status that follows from the required records. What is not known changes nothing:
 * a resolver that is down must not put a domain in the wrong.
 */
export function statusAfter(before: DomainStatus, states: readonly Exclude<DnsRecordState, 'UNCHECKED'>[]): DomainStatus {
  if (before === 'CLAIMED' || before === 'FAILED' || before === 'REMOVING' || states.length === 0) return before;
  if (states.includes('BAD')) return before === 'PENDING' ? 'PENDING' : 'NEEDS_ATTENTION';
  return states.includes('UNKNOWN') ? before : 'VERIFIED';
}

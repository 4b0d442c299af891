import type { Db } from '@dezky/kit/database/rows';
import { expectedRecords } from '../../dns/expected-records';
import type { ExpectedRecord } from '../../dns/dns-record';
import type { ZoneRecord } from '../../stalwart/stalwart-client';
import { DomainEntity } from '../domain.entity';
import { recordsOfDomains, replaceRecords } from '../domain.repository';

const neededKinds = ['MX', 'SPF', 'DKIM', 'DMARC'] as const;

/**
 * Has the records to publish follow the mail server's zone: a key may have been made anew, or the mail host have got
 * another name. What stays the same keeps what was found; a zone that is not whole at the moment changes nothing.
 *
 * @returns whether the records are those of this zone now.
 */
export async function refreshRecords(db: Db, domainId: string, zone: readonly ZoneRecord[]): Promise<boolean> {
  // Held, so that a policy that changes meanwhile is in the records.
  const domain = await db.findOne(DomainEntity, { where: { id: domainId }, lock: { mode: 'pessimistic_write' } });
  if (!domain || domain.status === 'REMOVING') return false;
  const expected = expectedRecords(domain.name, zone, domain.challengeToken, { dmarc: domain.dmarcPolicy, strictSpf: domain.strictSpf });
  if (!neededKinds.every((kind) => expected.some((record) => record.kind === kind))) return false;
  const kept = await recordsOfDomains(db, [domainId]);
  if (listed(kept) !== listed(expected)) await replaceRecords(db, domain, expected);
  return true;
}

const listed = (records: readonly ExpectedRecord[]): string => JSON.stringify(records.map(({ kind, type, host, value, required }) => [kind, type, host, value, required]));

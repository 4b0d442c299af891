import { auditRecord, writeAudit } from '@dezky/kit/audit/audit-outbox';
import type { RequestContext } from '@dezky/kit/context/request-context';
import type { Db } from '@dezky/kit/database/rows';
import type { Verdict } from '../../dns/dns-record';
import type { BeginSetUp } from '../add-domain/begin-set-up';
import { DnsRecordEntity } from '../dns-record.entity';
import { DomainEntity, type DomainStatus } from '../domain.entity';
import { recordsOfDomains, setUpOf } from '../domain.repository';
import { type NoticedRecord, asFound as told, writeNotice } from '../watch-domains/write-notice';
import { nextCheck, soonMs } from '../watch-domains/next-check';
import { statusAfter } from './check-records';

/**
 * Writes what was found; a change of the domain's status is told in the audit log, with the
 * records it comes from, and a claim whose ownership record was seen begins to be set up. Of two
 * checks at once the one that asked last stands.
 *
 * @param askedAt when the name servers began to be asked.
 * @param setUp null while the mail server is not to get to know any domain.
 * @returns null when the domain is gone.
 * @throws a unique violation when another tenant has come to hold the claimed name.
 */
export async function keepVerdicts(db: Db, by: Pick<RequestContext, 'actor' | 'origin'>, domainId: string, verdicts: ReadonlyMap<DnsRecordEntity, Verdict>, askedAt: Date, setUp: BeginSetUp | null): Promise<DomainEntity | null> {
  const domain = await db.findOne(DomainEntity, { where: { id: domainId }, lock: { mode: 'pessimistic_write' } });
  if (!domain || (domain.checkedAt && domain.checkedAt > askedAt)) return domain;
  // A record that has got another value meanwhile was not what was asked about.
  for (const [record, verdict] of verdicts) if (differs(record, verdict)) await db.update(DnsRecordEntity, { id: record.id, value: record.value }, { ...verdict, found: [...verdict.found] });
  // What is to be published has changed: nothing follows from what was asked, and whoever changed it waits for a verdict.
  const wanted = await recordsOfDomains(db, [domainId]);
  const outdated = wanted.length !== verdicts.size || ![...verdicts.keys()].every(({ id, value }) => wanted.some((record) => record.id === id && record.value === value));
  const required = [...verdicts].filter(([record]) => record.required);
  // The ownership record alone is right long before mail works: while the mail server has not said what else to publish, nothing is verified.
  const named = required.some(([{ kind }]) => kind !== 'OWNERSHIP');
  const status = outdated || !named ? domain.status : statusAfter(domain.status, required.map(([, { state }]) => state));
  const waitsSince = (status === 'PENDING' && (await setUpOf(db, domainId))?.startedAt) || domain.createdAt;
  const nextCheckAt = outdated ? new Date(Date.now() + soonMs) : nextCheck({ status, waitsSince, propagatesAt: [...verdicts.values()].map(({ propagatesAt }) => propagatesAt) }, new Date());
  await db.update(DomainEntity, { id: domainId }, { status, checkedAt: askedAt, nextCheckAt });
  // Right at the domain's own name servers is enough: caches may not know it for an hour.
  const owned = !outdated && domain.status === 'CLAIMED' && required.length > 0 && required.every(([, { state }]) => state === 'OK' || state === 'WARN');
  if (owned && setUp) {
    await setUp(db, by, domain);
    return Object.assign(domain, { checkedAt: askedAt, nextCheckAt });
  }
  if (status !== domain.status) {
    const telling = changesOf(required, status);
    const changes = [{ field: 'status', before: domain.status, after: status }, ...telling.map(({ record, before, after }) => ({ field: record, before, after }))];
    const { action, summary } = tidings(domain.name, status);
    await writeAudit(db, auditRecord(by, { tenantId: domain.tenantId, action, target: { kind: 'domain', id: domainId, name: domain.name }, summary, changes }));
  }
  await writeNotice(db, by, domain, outdated || !named ? [] : required, askedAt);
  return Object.assign(domain, { status, checkedAt: askedAt, nextCheckAt });
}

function tidings(name: string, status: DomainStatus): { action: string; summary: string } {
  return status === 'VERIFIED' ? { action: 'domain.verified', summary: `The DNS records of ${name} are right` } : { action: 'domain.went-wrong', summary: `The DNS records of ${name} are no longer right` };
}

/** The required records that the change comes from: what was found before and what is now. */
function changesOf(required: readonly (readonly [DnsRecordEntity, Verdict])[], status: DomainStatus): NoticedRecord[] {
  const telling = required.filter(([record, { state }]) => record.state !== state && (status === 'VERIFIED' || state === 'BAD'));
  return telling.map(([record, verdict]) => ({ record: `${record.kind} ${record.host}`, before: told(record.state, record.found), after: told(verdict.state, verdict.found), advice: verdict.advice }));
}

const differs = (record: DnsRecordEntity, { state, found, advice, propagatesAt }: Verdict): boolean =>
  record.state !== state || record.advice !== advice || record.propagatesAt?.getTime() !== propagatesAt?.getTime() || JSON.stringify(record.found) !== JSON.stringify(found);

import { newId } from '@dezky/kit/database/id';
import type { Db } from '@dezky/kit/database/rows';
import { WorkflowEntity } from '@dezky/kit/workflow/workflow.entity';
import { In, Not } from 'typeorm';
import type { ExpectedRecord } from '../dns/dns-record';
import { DnsRecordEntity } from './dns-record.entity';
import { DomainEntity } from './domain.entity';

/** The bound of the list `Tenant.domains`; adding one more is refused. */
export const domainsPerTenant = 50;

export const domainsById = (db: Db, ids: readonly string[]): Promise<DomainEntity[]> => db.findBy(DomainEntity, { id: In([...ids]) });

/** The primary one first, then by name. */
export const domainsOfTenants = (db: Db, tenantIds: readonly string[]): Promise<DomainEntity[]> =>
  db.find(DomainEntity, { where: { tenantId: In([...tenantIds]) }, order: { isPrimary: 'DESC', name: 'ASC' } });

export const primaryDomain = (db: Db, tenantId: string): Promise<DomainEntity | null> => db.findOneBy(DomainEntity, { tenantId, isPrimary: true });

/** Which domain is to be primary when the primary one is gone: of those the tenant holds a verified one, and then the oldest. */
export async function heirOf(db: Db, tenantId: string): Promise<DomainEntity | null> {
  const held = await db.find(DomainEntity, { where: { tenantId, claimed: false, status: Not('REMOVING') }, order: { createdAt: 'ASC' } });
  return held.find(({ status }) => status === 'VERIFIED') ?? held[0] ?? null;
}

export const recordsOfDomains = (db: Db, domainIds: readonly string[]): Promise<DnsRecordEntity[]> =>
  db.find(DnsRecordEntity, { where: { domainId: In([...domainIds]) }, order: { position: 'ASC' } });

/** Domains that somebody has to look at, by tenant, in one statement. */
export async function countUnverified(db: Db, tenantIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await db
    .createQueryBuilder(DomainEntity, 'domain')
    .select('domain.tenant_id', 'tenantId')
    .addSelect('count(*)::int', 'count')
    .where(`domain.tenant_id in (:...tenantIds) and domain.status not in ('VERIFIED', 'REMOVING')`, { tenantIds })
    .groupBy('domain.tenant_id')
    .getRawMany<{ tenantId: string; count: number }>();
  return new Map(rows.map(({ tenantId, count }) => [tenantId, count]));
}

/** Replaces the records of a domain; one that stays the same keeps what was found. */
export async function replaceRecords(db: Db, domain: { readonly id: string; readonly tenantId: string }, expected: readonly ExpectedRecord[]): Promise<void> {
  const before = await recordsOfDomains(db, [domain.id]);
  const known = new Map(before.map((record) => [`${record.type} ${record.host} ${record.value}`, record]));
  await db.delete(DnsRecordEntity, { domainId: domain.id });
  const rows = expected.map((record, position) => {
    const same = known.get(`${record.type} ${record.host} ${record.value}`);
    const state = same ? { state: same.state, found: same.found, advice: same.advice, propagatesAt: same.propagatesAt } : { state: 'UNCHECKED' as const, found: [], advice: null, propagatesAt: null };
    return { id: newId(), tenantId: domain.tenantId, domainId: domain.id, position, ...record, ...state };
  });
  await db.insert(DnsRecordEntity, rows);
}

/** How the set-up of a domain goes or went; null for one that was never set up by a workflow. */
export const setUpOf = (db: Db, domainId: string): Promise<WorkflowEntity | null> => db.findOneBy(WorkflowEntity, { subjectId: domainId, kind: 'ADD_DOMAIN' });

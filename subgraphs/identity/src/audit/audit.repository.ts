import type { AuditRecord } from '@dezky/kit/audit/audit-entry';
import { keysetPage, type Page, type PageRequest } from '@dezky/kit/database/keyset';
import type { Db } from '@dezky/kit/database/rows';
import { AuditEntryEntity } from './audit-entry.entity';

/** Writes entries in their order; those that are there already are left as they are. */
export async function recordAudit(db: Db, records: readonly AuditRecord[]): Promise<void> {
  if (records.length === 0) return;
  await db
    .createQueryBuilder()
    .insert()
    .into(AuditEntryEntity)
    .values(records.map((record) => ({ ...record, at: new Date(record.at) })) as never)
    .orIgnore()
    .returning([])
    .execute();
}

const ofTenant = (db: Db, tenantId: string) => db.createQueryBuilder(AuditEntryEntity, 'entry').where('entry.tenant_id = :tenantId', { tenantId });

export const auditPage = (db: Db, tenantId: string, request: PageRequest): Promise<Page<AuditEntryEntity>> =>
  keysetPage(ofTenant(db, tenantId), request, { column: 'entry.sequence', idColumn: 'entry.id', direction: 'DESC', cast: 'bigint', value: ({ sequence }) => sequence });

export const countAudit = (db: Db, tenantId: string): Promise<number> => ofTenant(db, tenantId).getCount();

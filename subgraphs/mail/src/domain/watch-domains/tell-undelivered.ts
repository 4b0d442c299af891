import { auditRecord, writeAudit } from '@dezky/kit/audit/audit-outbox';
import type { Db } from '@dezky/kit/database/rows';
import type { Delivery } from '../../stalwart/sending-verbs';
import { DomainEntity } from '../domain.entity';
import type { DomainNoticeEntity } from './domain-notice.entity';

export type Refusal = Pick<Delivery, 'address' | 'reply'>;

/** So many recipients are named. */
const named = 20;

/** Writes into the audit log that a notice reached none of the admins, so that whoever looks there sees it and why. */
export async function tellUndelivered(db: Db, { id, tenantId, domainId, subject }: DomainNoticeEntity, why: string, refusals: readonly Refusal[] = []): Promise<void> {
  const domain = await db.findOneBy(DomainEntity, { id: domainId });
  const by = { actor: { kind: 'PEER' as const, peer: 'mail' as const, tenantId }, origin: { ipAddress: null, requestId: `notice-${id}` } };
  const target = domain && { kind: 'domain', id: domain.id, name: domain.name };
  const changes = refusals.slice(0, named).map(({ address, reply }) => ({ field: address, before: null, after: reply.slice(0, 500) }));
  await writeAudit(db, auditRecord(by, { tenantId, action: 'domain.notice-undelivered', outcome: 'FAILED', target, summary: `Nobody got the mail “${subject}”. ${why}.`, changes }));
}

import { auditRecord } from '@dezky/kit/audit/audit-outbox';
import { nameOf } from '@dezky/kit/context/actor';
import type { Db } from '@dezky/kit/database/rows';
import { recordAudit } from '../../audit/audit.repository';
import { MemberImportEntity } from '../member-import.entity';

/** Pauses an import whose owner may not do it any more; somebody who may goes on with it, or takes it back, in their own name. */
export async function pauseForNobody(db: Db, { id, actor }: MemberImportEntity): Promise<void> {
  const owner = await db.findOneOrFail(MemberImportEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
  // Somebody else has taken it over meanwhile, or paused it themselves.
  if ((owner.state !== 'RUNNING' && owner.state !== 'UNDOING') || JSON.stringify(owner.actor) !== JSON.stringify(actor)) return;
  const { tenantId, fileName, requestId } = owner;
  await db.update(MemberImportEntity, { id }, { state: 'PAUSED', pausedFrom: owner.state });
  const summary = `Paused ${owner.state === 'RUNNING' ? 'the import' : 'taking back the import'} of ${fileName}: ${nameOf(actor).name} may not change people here any more`;
  const us = { actor: { kind: 'PEER', peer: 'identity', tenantId }, origin: { requestId, ipAddress: null } } as const;
  await recordAudit(db, [auditRecord(us, { tenantId, action: 'import.paused', target: { kind: 'import', id, name: fileName }, summary })]);
}

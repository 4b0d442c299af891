import type { Db } from '@dezky/kit/database/rows';
import { MemberEntity } from '../../member/member.entity';
import { lockGoverned, placeElsewhere } from '../../member/member.repository';
import { beginMemberWork, runningWork } from '../../member/member-work';
import { protectedMember } from '../../member/protected-member';
import type { Contact } from '../../member/update-member/contact';
import { type MemberImportEntity, MemberImportRowEntity } from '../member-import.entity';
import { type ImportWork, startedBy } from './import-work';

type Progress = Partial<MemberImportRowEntity>;
const kept = (detail: string): Progress => ({ state: 'KEPT', detail });

/**
 * Takes one row back: removes whom it created, gives back what it changed. Whatever somebody changed since is left as it is.
 *
 * @returns false when the row has to wait for another change to the same person.
 */
export async function undoRow(db: Db, work: ImportWork, owner: MemberImportEntity, line: number): Promise<boolean> {
  const at = { importId: owner.id, line };
  const row = await db.findOne(MemberImportRowEntity, { where: { ...at, state: 'DONE' }, lock: { mode: 'pessimistic_write' } });
  if (!row) return true;
  const progress = await takeBack(db, work, owner, row);
  if (progress === null) return false;
  await db.update(MemberImportRowEntity, at, { secret: null, ...progress } as never);
  return true;
}

async function takeBack(db: Db, work: ImportWork, owner: MemberImportEntity, row: MemberImportRowEntity): Promise<Progress | null> {
  const found = row.memberId === null ? null : await db.findOneBy(MemberEntity, { id: row.memberId });
  if (!found) return { state: 'UNDONE', detail: 'They were removed before.' };
  const member = await lockGoverned(db, found.id);
  if (await runningWork(db, member.id)) return null;
  if (member.status === 'REMOVING') return { state: 'UNDONE', detail: 'They are being removed already.' };
  return row.action === 'CREATE' ? remove(db, work, owner, member) : restore(db, work, owner, row, member);
}

async function remove(db: Db, { journal, workflows }: ImportWork, owner: MemberImportEntity, member: MemberEntity): Promise<Progress> {
  const refusal = await protectedMember(db, owner.actor, member, 'remove');
  if (refusal) return kept(refusal.message);
  const shared = (await placeElsewhere(db, member.userId, member.tenantId)) === 'OPEN';
  await db.update(MemberEntity, { id: member.id }, { status: 'REMOVING', blockedAt: new Date() });
  const audit = { action: 'member.removed', summary: `Removed ${member.displayName} (${member.address}), taking back ${owner.fileName}` };
  return { state: 'UNDOING', workflowId: await beginMemberWork(db, startedBy(owner), journal, workflows.remove[shared ? 'shared' : 'own'], member, audit) };
}

async function restore(db: Db, { journal, workflows }: ImportWork, owner: MemberImportEntity, row: MemberImportRowEntity, member: MemberEntity): Promise<Progress> {
  const changed = row.changes.filter(({ field, after }) => member[field as keyof Contact] !== after).map(({ field }) => field);
  if (changed.length > 0) return kept(`Changed since by somebody else: ${changed.join(', ')}.`);
  if (row.changes.length === 0) return { state: 'UNDONE' };
  const before = Object.fromEntries(row.changes.map(({ field, before: value }) => [field, value])) as Partial<Contact>;
  await db.update(MemberEntity, { id: member.id }, before);
  Object.assign(member, before);
  const changes = row.changes.map(({ field, before: after, after: now }) => ({ field, before: now, after }));
  const audit = { action: 'member.updated', summary: `Gave ${member.displayName} (${member.address}) back the contact information from before ${owner.fileName}`, changes };
  return { state: 'UNDOING', workflowId: await beginMemberWork(db, startedBy(owner), journal, workflows.update, member, audit) };
}

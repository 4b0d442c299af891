import type { Db } from '@dezky/kit/database/rows';
import { Failure } from '@dezky/kit/failure/failure.type';
import { writeMember } from '../../member/create-member/write-member';
import { MemberEntity } from '../../member/member.entity';
import { lockMember } from '../../member/member.repository';
import { beginMemberWork, runningWork } from '../../member/member-work';
import { type Contact, contactFields } from '../../member/update-member/contact';
import { type MemberImportEntity, MemberImportRowEntity } from '../member-import.entity';
import { type ImportWork, startedBy } from './import-work';
import { importedPerson } from './imported-person';

type Progress = Partial<MemberImportRowEntity>;
const failed = (detail: string): Progress => ({ state: 'FAILED', detail });

/**
 * Begins one row: what it changes here, the workflow that does the rest and the mark on the row are one transaction, so that
 * a process that dies has begun it or has not. What was true when the file was looked at is asked again.
 *
 * @returns false when the row has to wait for another change to the same person.
 * @throws a unique violation when the address was taken meanwhile.
 */
export async function beginRow(db: Db, work: ImportWork, owner: MemberImportEntity, line: number): Promise<boolean> {
  const at = { importId: owner.id, line };
  const row = await db.findOne(MemberImportRowEntity, { where: { ...at, state: 'PENDING' }, lock: { mode: 'pessimistic_write' } });
  if (!row) return true;
  const progress = row.action === 'CREATE' ? await create(db, work, owner, row) : await update(db, work, owner, row);
  if (progress === null) return false;
  await db.update(MemberImportRowEntity, at, progress as never);
  return true;
}

async function create(db: Db, { journal, workflows, sealer }: ImportWork, owner: MemberImportEntity, row: MemberImportRowEntity): Promise<Progress> {
  const begun = await writeMember(db, startedBy(owner), journal, workflows.create, importedPerson(row));
  if (begun instanceof Failure) return failed(begun.message);
  return { state: 'RUNNING', memberId: begun.memberId, workflowId: begun.workflowId, secret: begun.password === null ? null : sealer.seal(begun.password) };
}

async function update(db: Db, { journal, workflows }: ImportWork, owner: MemberImportEntity, row: MemberImportRowEntity): Promise<Progress | null> {
  const found = await db.findOneBy(MemberEntity, { tenantId: owner.tenantId, address: row.address ?? '' });
  if (!found) return failed('The person is not here any more.');
  const member = await lockMember(db, found.id);
  if (member.status === 'PROVISIONING' || member.status === 'REMOVING') return failed(`${member.displayName} is being ${member.status === 'REMOVING' ? 'removed' : 'created'}.`);
  if (await runningWork(db, member.id)) return null;
  const wanted = Object.fromEntries(row.changes.map(({ field, after }) => [field, after])) as Partial<Contact>;
  // What stands there now is what an undo gives back.
  const changes = contactFields.filter((field) => wanted[field] !== undefined && wanted[field] !== member[field]).map((field) => ({ field, before: member[field], after: wanted[field] ?? null }));
  if (changes.length === 0) return { state: 'DONE', changes, memberId: member.id };
  await db.update(MemberEntity, { id: member.id }, wanted);
  Object.assign(member, wanted);
  const audit = { action: 'member.updated', summary: `Changed the contact information of ${member.displayName} (${member.address}) from ${owner.fileName}`, changes };
  const workflowId = await beginMemberWork(db, startedBy(owner), journal, workflows.update, member, audit);
  return { state: 'RUNNING', changes, memberId: member.id, workflowId };
}

import type { Db } from '@dezky/kit/database/rows';
import { WorkflowEntity } from '@dezky/kit/workflow/workflow.entity';
import type { WorkflowKind } from '@dezky/kit/workflow/workflow.type';
import { In } from 'typeorm';
import { MemberEntity } from '../member/member.entity';
import { placeElsewhere } from '../member/member.repository';
import { runningWork } from '../member/member-work';

/** Later changes after which a stopped one would bring back what they replaced. After a removal that holds for every kind. */
const overtakers: Readonly<Partial<Record<WorkflowKind, readonly WorkflowKind[]>>> = {
  SUSPEND_MEMBER: ['SUSPEND_MEMBER'],
  RESUME_MEMBER: ['RESUME_MEMBER', 'SUSPEND_MEMBER'],
  RESET_MEMBER_PASSWORD: ['RESET_MEMBER_PASSWORD', 'CHANGE_PASSWORD'],
  CHANGE_PASSWORD: ['RESET_MEMBER_PASSWORD', 'CHANGE_PASSWORD'],
  CHANGE_MEMBER_ADDRESS: ['CHANGE_MEMBER_ADDRESS', 'CHANGE_MEMBER_SIGN_IN', 'CREATE_MAILBOX'],
  CHANGE_MEMBER_SIGN_IN: ['CHANGE_MEMBER_ADDRESS', 'CHANGE_MEMBER_SIGN_IN', 'CREATE_MAILBOX'],
  CREATE_MAILBOX: ['CHANGE_MEMBER_ADDRESS', 'CREATE_MAILBOX'],
};

type Direction = 'FORWARD' | 'UNDO';
export type Stale = 'BUSY' | 'OVERTAKEN' | 'SHARED' | 'KEPT_OUT';

/** Whether a later change to the same person, which was not taken back, stands in the way of this one. */
export const overtaken = (db: Db, { subjectId, startedAt, kind }: Pick<WorkflowEntity, 'subjectId' | 'startedAt' | 'kind'>): Promise<boolean> =>
  db
    .query<unknown[]>(`select 1 from workflows where subject_id = $1 and started_at > $2 and state <> 'UNDONE' and kind = any ($3) limit 1`, [subjectId, startedAt, ['REMOVE_MEMBER', ...(overtakers[kind as WorkflowKind] ?? [])]])
    .then((rows) => rows.length > 0);

/** What reaches the sign-in itself, which by now another tenant may use as well. */
const reachesSignIn = ({ kind, input }: WorkflowEntity, direction: Direction): boolean => {
  if (kind === 'CHANGE_MEMBER_ADDRESS' || kind === 'CHANGE_MEMBER_SIGN_IN') return (input as { signsIn?: boolean }).signsIn ?? false;
  return direction === 'FORWARD' && (kind === 'RESET_MEMBER_PASSWORD' || kind === 'SIGN_OUT_MEMBER' || kind === 'CREATE_MAILBOX');
};

/** Whether a change to the sign-in of one of these members has not ended: gone on with later, it would reach whoever joined the person meanwhile. */
export async function signInChanges(db: Db, memberIds: readonly string[]): Promise<boolean> {
  const open = await db.findBy(WorkflowEntity, { subjectId: In([...memberIds]), state: In(['RUNNING', 'UNDOING', 'NEEDS_ATTENTION']) });
  for (const workflow of open) if (reachesSignIn(workflow, 'FORWARD') && !(await overtaken(db, workflow))) return true;
  return false;
}

/**
 * Why a change that stopped is not gone on with any more; null when it can be. What was true when it began is asked again: it may
 * have waited for days, and bring back somebody who was removed, or a password that was replaced.
 */
export async function staleBecause(db: Db, workflow: WorkflowEntity, direction: Direction): Promise<Stale | null> {
  // As everything that begins a change does, so that of two at once the second one sees the first.
  const member = await db.findOne(MemberEntity, { where: { id: workflow.subjectId }, lock: { mode: 'pessimistic_write' } });
  if (await runningWork(db, workflow.subjectId)) return 'BUSY';
  if (await overtaken(db, workflow)) return 'OVERTAKEN';
  if (!member) return null;
  if (reachesSignIn(workflow, direction) && (await placeElsewhere(db, member.userId, member.tenantId)) !== 'NONE') return 'SHARED';
  return workflow.kind === 'CREATE_MAILBOX' && direction === 'FORWARD' && (member.status !== 'ACTIVE' || member.blockedAt) ? 'KEPT_OUT' : null;
}

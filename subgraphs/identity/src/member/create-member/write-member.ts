import { auditRecord } from '@dezky/kit/audit/audit-outbox';
import { type TenantRole, nameOf } from '@dezky/kit/context/actor';
import type { RequestContext } from '@dezky/kit/context/request-context';
import { newId } from '@dezky/kit/database/id';
import type { Db } from '@dezky/kit/database/rows';
import { notFound } from '@dezky/kit/failure/errors';
import { InvalidInput } from '@dezky/kit/failure/failure.type';
import type { WorkflowDefinition } from '@dezky/kit/workflow/step';
import type { WorkflowJournal } from '@dezky/kit/workflow/workflow-journal';
import { recordAudit } from '../../audit/audit.repository';
import { lockSeats } from '../../tenant/tenant.repository';
import { UserEntity } from '../../user/user.entity';
import { MemberEntity } from '../member.entity';
import { signInChanges } from '../../workflow/stale-workflow';
import { SeatLimitReached } from './create-member.result';
import type { CreateMemberWork } from './create-member.workflow';
import { oneTimePassword } from './one-time-password';

export interface NewMember {
  readonly tenantId: string;
  readonly displayName: string;
  readonly address: string;
  readonly role: TenantRole;
  /** The person who signs in elsewhere already; null for somebody new. */
  readonly user: UserEntity | null;
  readonly mailbox: boolean;
  readonly contact?: Partial<Pick<MemberEntity, 'firstName' | 'lastName' | 'phone' | 'alternativeEmail'>>;
}

export interface BegunMember {
  readonly memberId: string;
  readonly workflowId: string;
  /** The one-time password; null for a sign-in that has one already. */
  readonly password: string | null;
}

/**
 * Member, audit entry and workflow, in the caller's transaction; the database decides who gets the address.
 *
 * @throws a unique violation when the address is taken, NOT_FOUND when the tenant is out of reach.
 */
export async function writeMember(
  db: Db,
  who: Pick<RequestContext, 'actor' | 'origin'>,
  journal: WorkflowJournal,
  workflow: WorkflowDefinition<CreateMemberWork>,
  person: NewMember,
): Promise<BegunMember | SeatLimitReached | InvalidInput> {
  const { tenantId, displayName, address, role, user, mailbox, contact = {} } = person;
  const locked = await lockSeats(db, tenantId);
  if (!locked) throw notFound('tenant');
  const seats = { used: locked.used, limit: locked.tenant.seatLimit };
  if (seats.limit !== null && seats.used >= seats.limit) return new SeatLimitReached(seats);
  const work: CreateMemberWork = { memberId: newId(), userId: user?.id ?? newId(), address, displayName };
  const password = user ? null : oneTimePassword();
  const createdAt = new Date();
  // Held until the place is written: a person who is removed elsewhere meanwhile is not joined to nothing.
  if (user && !(await db.findOne(UserEntity, { where: { id: user.id }, lock: { mode: 'for_key_share' } }))) throw notFound('user');
  if (user && !(await isSettled(db, user.id))) return new InvalidInput(unsettled, ['input', 'externalSignIn']);
  if (!user) await db.insert(UserEntity, { id: work.userId, email: address, displayName, subject: null, authentikPk: null, passwordChangeRequired: true, createdAt });
  // Whoever runs the platform opens a tenant with an admin before there is a domain; that role is locked until they have a mailbox.
  const bootstrap = who.actor.kind === 'PEER' && !mailbox && role === 'ADMIN';
  await db.insert(MemberEntity, { id: work.memberId, tenantId, userId: work.userId, address, role, status: 'PROVISIONING', bootstrap, displayName, createdAt, ...contact });
  await recordAudit(db, [
    auditRecord(who, {
      tenantId,
      action: 'member.created',
      target: { kind: 'member', id: work.memberId, name: displayName },
      summary: `Created ${displayName} (${address})`,
      changes: [{ field: 'role', before: null, after: role }],
    }),
  ]);
  const start = { tenantId, subjectId: work.memberId, input: work, actor: nameOf(who.actor), requestId: who.origin.requestId };
  const workflowId = await journal.start(db, workflow, password === null ? start : { ...start, secret: password });
  return { memberId: work.memberId, workflowId, password };
}

/** Why nobody is let in who is still on the way in or out elsewhere. */
export const unsettled = 'This person is still being created, changed or removed somewhere else. Wait for it, or end what stopped there, then try again.';

/** Whether a person has a place that is neither being made nor on its way out, and no change of their sign-in has begun; held, so that none of them begins to go before ours is there for it to see. */
async function isSettled(db: Db, userId: string): Promise<boolean> {
  const places = await db.find(MemberEntity, { where: { userId }, lock: { mode: 'pessimistic_read' } });
  return places.some(({ status }) => status === 'ACTIVE' || status === 'SUSPENDED') && !(await signInChanges(db, places.map(({ id }) => id)));
}

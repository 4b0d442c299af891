import { auditRecord } from '@dezky/kit/audit/audit-outbox';
import { type TenantRole, nameOf } from '@dezky/kit/context/actor';
import type { RequestContext } from '@dezky/kit/context/request-context';
import { newId } from '@dezky/kit/database/id';
import type { Db } from '@dezky/kit/database/rows';
import { notFound } from '@dezky/kit/failure/errors';
import type { WorkflowDefinition } from '@dezky/kit/workflow/step';
import type { WorkflowJournal } from '@dezky/kit/workflow/workflow-journal';
import { recordAudit } from '../../audit/audit.repository';
import { lockSeats } from '../../tenant/tenant.repository';
import { UserEntity } from '../../user/user.entity';
import { MemberEntity } from '../member.entity';
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
): Promise<BegunMember | SeatLimitReached> {
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

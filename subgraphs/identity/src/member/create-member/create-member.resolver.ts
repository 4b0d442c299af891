import { AddressTaken } from '@dezky/kit/address/address-failures.type';
import { auditRecord } from '@dezky/kit/audit/audit-outbox';
import { nameOf } from '@dezky/kit/context/actor';
import { Audited } from '@dezky/kit/audit/audit-trail';
import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { newId } from '@dezky/kit/database/id';
import { isUniqueViolation } from '@dezky/kit/database/unique-violation';
import type { Db } from '@dezky/kit/database/rows';
import { notFound } from '@dezky/kit/failure/errors';
import { Failure, InvalidInput } from '@dezky/kit/failure/failure.type';
import type { WorkflowDefinition } from '@dezky/kit/workflow/step';
import { type WorkflowJournal, awaitWorkflow } from '@dezky/kit/workflow/workflow-journal';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { recordAudit } from '../../audit/audit.repository';
import { lockSeats } from '../../tenant/tenant.repository';
import { UserEntity } from '../../user/user.entity';
import type { MailPeer } from '../mail-peer';
import { MemberEntity } from '../member.entity';
import { memberPolicy } from '../member.policy';
import type { Member } from '../member.type';
import { type AccountWanted, accountWanted } from './account-wanted';
import { CreateMemberInput } from './create-member.input';
import { CreateMemberResult, MemberCreated, SeatLimitReached } from './create-member.result';
import type { CreateMemberWork } from './create-member.workflow';
import { checkDisplayName } from './member-names';
import { oneTimePassword } from './one-time-password';

interface BegunMember {
  readonly memberId: string;
  readonly workflowId: string;
  /** The one-time password; null for a sign-in that has one already. */
  readonly password: string | null;
}

/** The three ways a member comes to life, by how they sign in. */
export type CreationWorkflows = Readonly<Record<AccountWanted['kind'], WorkflowDefinition<CreateMemberWork>>>;

@Resolver()
export class CreateMemberResolver {
  constructor(
    private readonly mail: MailPeer,
    private readonly journal: WorkflowJournal,
    private readonly workflows: CreationWorkflows,
  ) {}

  @Mutation(() => CreateMemberResult, { description: 'Creates a colleague with sign-in and storage account, and a mailbox unless they sign in with an address from outside.' })
  @Audited('member.created')
  @Authorize(memberPolicy.create)
  async createMember(@Arg('input', () => CreateMemberInput) input: CreateMemberInput, @Ctx() context: RequestContext): Promise<typeof CreateMemberResult> {
    const { tenantId } = input;
    if (!context.reach.sees(tenantId)) throw notFound('tenant');
    const earlier = context.earlier<BegunMember>();
    if (earlier) return this.created(context, earlier);
    const displayName = checkDisplayName(input.displayName);
    if (displayName instanceof InvalidInput) return displayName;
    if (input.role === 'OWNER' && context.actor.kind !== 'PEER') return new InvalidInput('A tenant has one owner. Create an admin, then transfer ownership.', ['input', 'role']);
    const account = await accountWanted(context, this.mail, input);
    if (account instanceof Failure) return account;
    const begun = await this.begin(context, { ...input, displayName }, account);
    return 'workflowId' in begun ? this.created(context, begun) : begun;
  }

  private async created(context: RequestContext, { memberId, workflowId, password }: BegunMember): Promise<MemberCreated> {
    const workflow = await awaitWorkflow(context, workflowId);
    const member = await context.rows.in(context.reach, (db) => db.findOneByOrFail(MemberEntity, { id: memberId }));
    return new MemberCreated({ member: member as Member, oneTimePassword: password, workflow });
  }

  /** Member, audit entry and workflow in one transaction; the database decides who gets the address. */
  private async begin(context: RequestContext, input: CreateMemberInput, { kind, address, user }: AccountWanted): Promise<BegunMember | AddressTaken | SeatLimitReached> {
    const { tenantId, displayName } = input;
    const work: CreateMemberWork = { memberId: newId(), userId: user?.id ?? newId(), address, displayName };
    const password = user ? null : oneTimePassword();
    const write = async (db: Db): Promise<BegunMember | SeatLimitReached> => {
      const locked = await lockSeats(db, tenantId);
      if (!locked) throw notFound('tenant');
      const seats = { used: locked.used, limit: locked.tenant.seatLimit };
      if (seats.limit !== null && seats.used >= seats.limit) return new SeatLimitReached(seats);
      const role = input.role ?? 'MEMBER';
      const createdAt = new Date();
      // Held until the place is written: a person who is removed elsewhere meanwhile is not joined to nothing.
      if (user && !(await db.findOne(UserEntity, { where: { id: user.id }, lock: { mode: 'for_key_share' } }))) throw notFound('user');
      if (!user) await db.insert(UserEntity, { id: work.userId, email: address, displayName, subject: null, authentikPk: null, passwordChangeRequired: true, createdAt });
      // Whoever runs the platform opens a tenant with an admin before there is a domain; that role is locked until they have a mailbox.
      const bootstrap = context.actor.kind === 'PEER' && kind !== 'MAILBOX' && role === 'ADMIN';
      await db.insert(MemberEntity, { id: work.memberId, tenantId, userId: work.userId, address, role, status: 'PROVISIONING', bootstrap, displayName, createdAt });
      await recordAudit(db, [
        auditRecord(context, {
          tenantId,
          action: 'member.created',
          target: { kind: 'member', id: work.memberId, name: displayName },
          summary: `Created ${displayName} (${address})`,
          changes: [{ field: 'role', before: null, after: role }],
        }),
      ]);
      const start = { tenantId, subjectId: work.memberId, input: work, actor: nameOf(context.actor), requestId: context.origin.requestId };
      const workflowId = await this.journal.start(db, this.workflows[kind], password === null ? start : { ...start, secret: password });
      return { memberId: work.memberId, workflowId, password };
    };
    try {
      return await context.effect(context.reach, write);
    } catch (error) {
      if (isUniqueViolation(error)) return new AddressTaken(address, ['input', kind === 'MAILBOX' ? 'localPart' : 'externalSignIn']);
      throw error;
    }
  }
}

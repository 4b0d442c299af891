import { AddressTaken } from '@dezky/kit/address/address-failures.type';
import { Audited } from '@dezky/kit/audit/audit-trail';
import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { isUniqueViolation } from '@dezky/kit/database/unique-violation';
import { notFound } from '@dezky/kit/failure/errors';
import { Failure, InvalidInput } from '@dezky/kit/failure/failure.type';
import type { WorkflowDefinition } from '@dezky/kit/workflow/step';
import type { WorkflowJournal } from '@dezky/kit/workflow/workflow-journal';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { MailPeer } from '../mail-peer';
import { memberPolicy } from '../member.policy';
import { memberAfter } from '../member-work';
import { type AccountWanted, accountWanted } from './account-wanted';
import { CreateMemberInput } from './create-member.input';
import { CreateMemberResult, MemberCreated, SeatLimitReached } from './create-member.result';
import type { CreateMemberWork } from './create-member.workflow';
import { checkDisplayName } from './member-names';
import { type BegunMember, writeMember } from './write-member';

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
    return new MemberCreated({ oneTimePassword: password, ...(await memberAfter(context, memberId, workflowId)) });
  }

  /** Member, audit entry and workflow in one transaction; the database decides who gets the address. */
  private async begin(context: RequestContext, input: CreateMemberInput, { kind, address, user }: AccountWanted): Promise<BegunMember | AddressTaken | SeatLimitReached | InvalidInput> {
    const { tenantId, displayName } = input;
    const person = { tenantId, displayName, address, role: input.role ?? 'MEMBER', user, mailbox: kind === 'MAILBOX' };
    try {
      return await context.effect(context.reach, (db) => writeMember(db, context, this.journal, this.workflows[kind], person));
    } catch (error) {
      if (isUniqueViolation(error)) return new AddressTaken(address, ['input', kind === 'MAILBOX' ? 'localPart' : 'externalSignIn']);
      throw error;
    }
  }
}

import { Audited } from '@dezky/kit/audit/audit-trail';
import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { InvalidInput } from '@dezky/kit/failure/failure.type';
import type { WorkflowDefinition } from '@dezky/kit/workflow/step';
import type { WorkflowJournal } from '@dezky/kit/workflow/workflow-journal';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { UserEntity } from '../../user/user.entity';
import { oneTimePassword } from '../create-member/one-time-password';
import { memberPolicy } from '../member.policy';
import { lockMember } from '../member.repository';
import { MemberInput } from '../member.type';
import { type MemberWork, beginMemberWork, runningWork, memberAfter } from '../member-work';
import { ownSignIn } from '../protected-member';
import { MemberPasswordReset, ResetMemberPasswordResult } from './reset-member-password.result';

interface BegunReset {
  readonly workflowId: string;
  /** The one-time password. */
  readonly password: string;
}

@Resolver()
export class ResetMemberPasswordResolver {
  constructor(
    private readonly journal: WorkflowJournal,
    private readonly workflow: WorkflowDefinition<MemberWork>,
  ) {}

  @Mutation(() => ResetMemberPasswordResult, { description: 'Gives a member a new one-time password for sign-in and mailbox, and ends their sessions.' })
  @Audited('member.password_reset')
  @Authorize(memberPolicy.signIn)
  async resetMemberPassword(@Arg('input', () => MemberInput) { memberId }: MemberInput, @Ctx() context: RequestContext): Promise<typeof ResetMemberPasswordResult> {
    const begun = context.earlier<BegunReset>() ?? (await this.begin(context, memberId, oneTimePassword()));
    if (!('workflowId' in begun)) return begun;
    return new MemberPasswordReset({ oneTimePassword: begun.password, ...(await memberAfter(context, memberId, begun.workflowId)) });
  }

  private begin(context: RequestContext, memberId: string, password: string): Promise<BegunReset | Exclude<typeof ResetMemberPasswordResult, MemberPasswordReset>> {
    return context.effect(context.reach, async (db) => {
      const member = await lockMember(db, memberId);
      const refusal = await ownSignIn(db, context.actor, member, 'reset the password of');
      if (refusal) return refusal;
      const settled = member.status === 'ACTIVE' || member.status === 'SUSPENDED';
      if (!settled || member.user.authentikPk === null || (await runningWork(db, memberId))) return new InvalidInput(`Another change to ${member.displayName} has not ended yet. Wait for it, then reset the password.`, ['input', 'memberId']);
      await db.update(UserEntity, { id: member.userId }, { sessionsEndedAt: new Date() });
      const audit = { action: 'member.password_reset', summary: `Reset the password of ${member.displayName} (${member.address})` };
      return { workflowId: await beginMemberWork(db, context, this.journal, this.workflow, member, audit, { secret: password }), password };
    });
  }
}

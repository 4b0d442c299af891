import { Audited } from '@dezky/kit/audit/audit-trail';
import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { InvalidInput } from '@dezky/kit/failure/failure.type';
import type { WorkflowDefinition } from '@dezky/kit/workflow/step';
import type { WorkflowJournal } from '@dezky/kit/workflow/workflow-journal';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { AuthentikClient } from '../../authentik/authentik-client';
import { UserEntity } from '../../user/user.entity';
import { memberPolicy } from '../member.policy';
import { lockMember, readMember } from '../member.repository';
import { MemberInput } from '../member.type';
import { type MemberWork, beginMemberWork, runningWork, memberAfter } from '../member-work';
import { ownSignIn } from '../protected-member';
import { MemberSignedOut, SignOutMemberResult } from './sign-out-member.result';

interface BegunSignOut {
  readonly workflowId: string;
  readonly sessionsEnded: number | null;
}

@Resolver()
export class SignOutMemberResolver {
  constructor(
    private readonly authentik: AuthentikClient,
    private readonly journal: WorkflowJournal,
    private readonly workflow: WorkflowDefinition<MemberWork>,
  ) {}

  @Mutation(() => SignOutMemberResult, { description: 'Signs a member out of every browser and program; they can sign in again.' })
  @Audited('member.signed_out')
  @Authorize(memberPolicy.signIn)
  async signOutMember(@Arg('input', () => MemberInput) { memberId }: MemberInput, @Ctx() context: RequestContext): Promise<typeof SignOutMemberResult> {
    const begun = context.earlier<BegunSignOut>() ?? (await this.begin(context, memberId));
    if (!('workflowId' in begun)) return begun;
    return new MemberSignedOut({ sessionsEnded: begun.sessionsEnded, ...(await memberAfter(context, memberId, begun.workflowId)) });
  }

  private async begin(context: RequestContext, memberId: string): Promise<BegunSignOut | Exclude<typeof SignOutMemberResult, MemberSignedOut>> {
    const sessionsEnded = await this.openSessions(context, memberId);
    return context.effect(context.reach, async (db) => {
      const member = await lockMember(db, memberId);
      const refusal = await ownSignIn(db, context.actor, member, 'sign out');
      if (refusal) return refusal;
      if (await runningWork(db, memberId)) return new InvalidInput(`Another change to ${member.displayName} is still running. Wait for it, then sign them out.`, ['input', 'memberId']);
      // From this moment the platform refuses what was given out before, whatever the identity provider still allows.
      await db.update(UserEntity, { id: member.userId }, { sessionsEndedAt: new Date() });
      const workflowId = await beginMemberWork(db, context, this.journal, this.workflow, member, { action: 'member.signed_out', summary: `Signed ${member.displayName} (${member.address}) out everywhere` });
      return { workflowId, sessionsEnded };
    });
  }

  /** For the answer only: a provider that cannot say holds nothing up, its part is done by the workflow. */
  private async openSessions(context: RequestContext, memberId: string): Promise<number | null> {
    const { user } = await context.rows.in(context.reach, (db) => readMember(db, memberId));
    if (user.authentikPk === null) return 0;
    try {
      const account = await this.authentik.getAccount(user.authentikPk);
      return account ? await this.authentik.countSessions(account) : 0;
    } catch (error) {
      context.log.warn({ err: error, memberId }, 'the open sessions could not be counted');
      return null;
    }
  }
}

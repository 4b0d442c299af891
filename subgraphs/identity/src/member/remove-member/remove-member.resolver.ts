import { Audited } from '@dezky/kit/audit/audit-trail';
import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { InvalidInput } from '@dezky/kit/failure/failure.type';
import type { WorkflowDefinition } from '@dezky/kit/workflow/step';
import { type WorkflowJournal, awaitWorkflow } from '@dezky/kit/workflow/workflow-journal';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { MemberEntity } from '../member.entity';
import { memberPolicy } from '../member.policy';
import { lockGoverned, placeElsewhere } from '../member.repository';
import { MemberInput } from '../member.type';
import { type MemberWork, beginMemberWork, runningWork } from '../member-work';
import { protectedMember } from '../protected-member';
import { MemberRemoved, RemoveMemberResult } from './remove-member.result';

@Resolver()
export class RemoveMemberResolver {
  constructor(
    private readonly journal: WorkflowJournal,
    private readonly workflows: Readonly<Record<'own' | 'shared', WorkflowDefinition<MemberWork>>>,
  ) {}

  @Mutation(() => RemoveMemberResult, { description: 'Deletes a member with mailbox, drive and sign-in. Cannot be undone.' })
  @Audited('member.removed')
  @Authorize(memberPolicy.remove)
  async removeMember(@Arg('input', () => MemberInput) { memberId }: MemberInput, @Ctx() context: RequestContext): Promise<typeof RemoveMemberResult> {
    const begun = context.earlier<string>() ?? (await context.effect(context.reach, async (db) => {
      const member = await lockGoverned(db, memberId);
      const refusal = await protectedMember(db, context.actor, member, 'remove');
      if (refusal) return refusal;
      if (await runningWork(db, memberId)) return new InvalidInput(`Another change to ${member.displayName} is still running. Wait for it, then remove them.`, ['input', 'memberId']);
      if (member.status === 'REMOVING') return new InvalidInput(`${member.displayName} is being removed already. Retry the workflow that stopped.`, ['input', 'memberId']);
      await db.update(MemberEntity, { id: memberId }, { status: 'REMOVING', blockedAt: new Date() });
      const shared = (await placeElsewhere(db, member.userId, member.tenantId)) === 'OPEN';
      return beginMemberWork(db, context, this.journal, this.workflows[shared ? 'shared' : 'own'], member, { action: 'member.removed', summary: `Removed ${member.displayName} (${member.address})` });
    }));
    if (typeof begun !== 'string') return begun;
    return new MemberRemoved({ memberId, workflow: await awaitWorkflow(context, begun) });
  }
}

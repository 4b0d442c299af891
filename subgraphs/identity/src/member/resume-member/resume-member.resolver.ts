import { Audited } from '@dezky/kit/audit/audit-trail';
import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { InvalidInput } from '@dezky/kit/failure/failure.type';
import type { WorkflowDefinition } from '@dezky/kit/workflow/step';
import type { WorkflowJournal } from '@dezky/kit/workflow/workflow-journal';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { memberPolicy } from '../member.policy';
import { lockMember } from '../member.repository';
import { MemberInput } from '../member.type';
import { type MemberWork, beginMemberWork, runningWork, memberAfter } from '../member-work';
import { MemberResumed, ResumeMemberResult } from './resume-member.result';

@Resolver()
export class ResumeMemberResolver {
  constructor(
    private readonly journal: WorkflowJournal,
    private readonly workflow: WorkflowDefinition<MemberWork>,
  ) {}

  @Mutation(() => ResumeMemberResult, { description: 'Lets a suspended member in again, with the password they had.' })
  @Audited('member.resumed')
  @Authorize(memberPolicy.suspend)
  async resumeMember(@Arg('input', () => MemberInput) { memberId }: MemberInput, @Ctx() context: RequestContext): Promise<typeof ResumeMemberResult> {
    const begun = context.earlier<string>() ?? (await context.effect(context.reach, async (db) => {
      const member = await lockMember(db, memberId);
      if (member.status !== 'SUSPENDED' || (await runningWork(db, memberId))) return new InvalidInput(`${member.displayName} is not suspended, or another change to them is still running.`, ['input', 'memberId']);
      return beginMemberWork(db, context, this.journal, this.workflow, member, { action: 'member.resumed', summary: `Resumed ${member.displayName} (${member.address})`, changes: [{ field: 'status', before: 'SUSPENDED', after: 'ACTIVE' }] });
    }));
    if (typeof begun !== 'string') return begun;
    return new MemberResumed(await memberAfter(context, memberId, begun));
  }
}

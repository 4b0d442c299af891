import { Audited } from '@dezky/kit/audit/audit-trail';
import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { InvalidInput } from '@dezky/kit/failure/failure.type';
import type { WorkflowDefinition } from '@dezky/kit/workflow/step';
import type { WorkflowJournal } from '@dezky/kit/workflow/workflow-journal';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { UserEntity } from '../../user/user.entity';
import { MemberEntity } from '../member.entity';
import { memberPolicy } from '../member.policy';
import { lockGoverned, placeElsewhere } from '../member.repository';
import { MemberInput } from '../member.type';
import { type MemberWork, beginMemberWork, runningWork, memberAfter } from '../member-work';
import { protectedMember } from '../protected-member';
import { MemberSuspended, SuspendMemberResult } from './suspend-member.result';

@Resolver()
export class SuspendMemberResolver {
  constructor(
    private readonly journal: WorkflowJournal,
    private readonly workflows: Readonly<Record<'own' | 'shared', WorkflowDefinition<MemberWork>>>,
  ) {}

  @Mutation(() => SuspendMemberResult, { description: 'Keeps a member out of everything; nothing of theirs is lost.' })
  @Audited('member.suspended')
  @Authorize(memberPolicy.suspend)
  async suspendMember(@Arg('input', () => MemberInput) { memberId }: MemberInput, @Ctx() context: RequestContext): Promise<typeof SuspendMemberResult> {
    const begun = context.earlier<string>() ?? (await context.effect(context.reach, async (db) => {
      const member = await lockGoverned(db, memberId);
      const refusal = await protectedMember(db, context.actor, member, 'suspend');
      if (refusal) return refusal;
      if (member.status !== 'ACTIVE' || (await runningWork(db, memberId))) return new InvalidInput(`${member.displayName} is not active, or another change to them is still running.`, ['input', 'memberId']);
      // From this moment the platform refuses them, whatever the back ends still allow.
      await db.update(MemberEntity, { id: memberId }, { blockedAt: new Date() });
      const elsewhere = await placeElsewhere(db, member.userId, member.tenantId);
      // A token that was signed before stays good for minutes: it is not to work again when they are let in within those.
      if (elsewhere === 'NONE') await db.update(UserEntity, { id: member.userId }, { sessionsEndedAt: new Date() });
      return beginMemberWork(db, context, this.journal, this.workflows[elsewhere === 'OPEN' ? 'shared' : 'own'], member, { action: 'member.suspended', summary: `Suspended ${member.displayName} (${member.address})`, changes: [{ field: 'status', before: 'ACTIVE', after: 'SUSPENDED' }] });
    }));
    if (typeof begun !== 'string') return begun;
    return new MemberSuspended(await memberAfter(context, memberId, begun));
  }
}

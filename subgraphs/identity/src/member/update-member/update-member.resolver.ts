import { Audited } from '@dezky/kit/audit/audit-trail';
import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { InvalidInput } from '@dezky/kit/failure/failure.type';
import type { WorkflowDefinition } from '@dezky/kit/workflow/step';
import { type WorkflowJournal, awaitWorkflow } from '@dezky/kit/workflow/workflow-journal';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { UserEntity } from '../../user/user.entity';
import { MemberEntity } from '../member.entity';
import { memberPolicy } from '../member.policy';
import { lockMember, placeElsewhere } from '../member.repository';
import type { Member } from '../member.type';
import { type MemberWork, beginMemberWork } from '../member-work';
import { checkContact, contactFields } from './contact';
import { UpdateMemberInput } from './update-member.input';
import { MemberUpdated, UpdateMemberResult } from './update-member.result';

interface BegunUpdate {
  readonly workflowId: string | null;
}

@Resolver()
export class UpdateMemberResolver {
  constructor(
    private readonly journal: WorkflowJournal,
    private readonly workflow: WorkflowDefinition<MemberWork>,
  ) {}

  @Mutation(() => UpdateMemberResult, { description: 'Changes the contact information of a member, and tells the systems that show it.' })
  @Audited('member.updated')
  @Authorize(memberPolicy.update)
  async updateMember(@Arg('input', () => UpdateMemberInput) input: UpdateMemberInput, @Ctx() context: RequestContext): Promise<typeof UpdateMemberResult> {
    const begun = context.earlier<BegunUpdate>() ?? (await this.begin(context, input));
    if (begun instanceof InvalidInput) return begun;
    const workflow = begun.workflowId === null ? null : await awaitWorkflow(context, begun.workflowId);
    const member = await context.rows.in(context.reach, (db) => db.findOneByOrFail(MemberEntity, { id: input.memberId }));
    return new MemberUpdated({ member: member as Member, workflow });
  }

  private begin(context: RequestContext, input: UpdateMemberInput): Promise<BegunUpdate | InvalidInput> {
    const { memberId } = input;
    return context.effect(context.reach, async (db) => {
      const member = await lockMember(db, memberId);
      const wanted = checkContact(input);
      if (wanted instanceof InvalidInput) return wanted;
      if (member.status === 'PROVISIONING' || member.status === 'REMOVING') return new InvalidInput(`${member.displayName} is still being ${member.status === 'REMOVING' ? 'removed' : 'created'}. Wait for it, then change them.`, ['input', 'memberId']);
      const changes = contactFields.filter((field) => wanted[field] !== undefined && wanted[field] !== member[field]).map((field) => ({ field, before: member[field], after: wanted[field] ?? null }));
      if (changes.length === 0) return { workflowId: null };
      await db.update(MemberEntity, { id: memberId }, wanted);
      // The person's own name, unless somebody else calls them by it as well.
      if (wanted.displayName !== undefined && (await placeElsewhere(db, member.userId, member.tenantId)) === 'NONE') await db.update(UserEntity, { id: member.userId }, { displayName: wanted.displayName });
      const renamed = Object.assign(member, wanted);
      const workflowId = await beginMemberWork(db, context, this.journal, this.workflow, renamed, { action: 'member.updated', summary: `Changed the contact information of ${renamed.displayName} (${member.address})`, changes });
      return { workflowId };
    });
  }
}

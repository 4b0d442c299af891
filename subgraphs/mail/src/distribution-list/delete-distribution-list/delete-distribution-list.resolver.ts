import { Audited } from '@dezky/kit/audit/audit-trail';
import { nameOf } from '@dezky/kit/context/actor';
import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import type { Db } from '@dezky/kit/database/rows';
import type { WorkflowDefinition } from '@dezky/kit/workflow/step';
import { type WorkflowJournal, awaitWorkflow } from '@dezky/kit/workflow/workflow-journal';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { DistributionListEntity } from '../distribution-list.entity';
import { distributionListPolicy } from '../distribution-list.policy';
import { type RecipientFollower, causeOf } from '../follow-recipients/follow-recipients';
import { tellOfList } from '../list-fields';
import { recipientsOf } from '../list-recipient.repository';
import { reachableList } from '../reachable-list';
import type { ListWork } from '../write-distribution-list.step';
import { DistributionListInput } from './delete-distribution-list.input';
import { DeleteDistributionListResult, DistributionListDeleted } from './delete-distribution-list.result';

@Resolver()
export class DeleteDistributionListResolver {
  constructor(
    private readonly journal: WorkflowJournal,
    private readonly workflow: WorkflowDefinition<ListWork>,
    private readonly follower: RecipientFollower,
  ) {}

  @Mutation(() => DeleteDistributionListResult, { description: 'Deletes a distribution list; mail to it is refused from then on, and the address becomes free. Other lists lose it as a recipient.' })
  @Audited('distribution_list.deleted')
  @Authorize(distributionListPolicy.change)
  async deleteDistributionList(@Arg('input', () => DistributionListInput) { listId }: DistributionListInput, @Ctx() context: RequestContext): Promise<typeof DeleteDistributionListResult> {
    const begun = context.earlier<string>() ?? (await context.effect(context.reach, (db) => this.begin(context, db, listId)));
    return new DistributionListDeleted(listId, await awaitWorkflow(context, begun));
  }

  private async begin(context: RequestContext, db: Db, listId: string): Promise<string> {
    const list = await reachableList(context, db, listId, { hold: true });
    const { tenantId, address, name } = list;
    const recipients = await recipientsOf(db, listId);
    await db.update(DistributionListEntity, { id: listId }, { leaving: true });
    const changes = [{ field: 'address', before: address, after: null }, { field: 'name', before: name, after: null }, ...(recipients.length > 0 ? [{ field: 'recipients', before: recipients.join(', '), after: null }] : [])];
    await tellOfList(db, context, list, 'distribution_list.deleted', `Deleted the distribution list ${address}`, changes);
    await this.follower.follow(db, { tenantId, addresses: [address], to: null }, causeOf(context));
    return this.journal.start(db, this.workflow, { tenantId, subjectId: listId, input: { listId }, actor: nameOf(context.actor), requestId: context.origin.requestId });
  }
}

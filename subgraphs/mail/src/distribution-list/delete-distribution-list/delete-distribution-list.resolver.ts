import { Audited } from '@dezky/kit/audit/audit-trail';
import { nameOf } from '@dezky/kit/context/actor';
import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import type { Db } from '@dezky/kit/database/rows';
import { InvalidInput } from '@dezky/kit/failure/failure.type';
import type { WorkflowDefinition } from '@dezky/kit/workflow/step';
import { type WorkflowJournal, awaitWorkflow } from '@dezky/kit/workflow/workflow-journal';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { DistributionListEntity } from '../distribution-list.entity';
import { distributionListPolicy } from '../distribution-list.policy';
import { type RecipientFollower, causeOf } from '../follow-recipients/follow-recipients';
import { tellOfList } from '../list-fields';
import { recipientsOf } from '../list-recipient.repository';
import { reachableList } from '../reachable-list';
import type { DeleteListWork } from './delete-distribution-list.workflow';
import { DeleteDistributionListInput } from './delete-distribution-list.input';
import { DeleteDistributionListResult, DistributionListDeleted } from './delete-distribution-list.result';

@Resolver()
export class DeleteDistributionListResolver {
  constructor(
    private readonly journal: WorkflowJournal,
    private readonly workflow: WorkflowDefinition<DeleteListWork>,
    private readonly follower: RecipientFollower,
  ) {}

  @Mutation(() => DeleteDistributionListResult, { description: 'Deletes a distribution list; mail to it is refused from then on, and the address becomes free. Other lists lose it as a recipient.' })
  @Audited('distribution_list.deleted')
  @Authorize(distributionListPolicy.change)
  async deleteDistributionList(@Arg('input', () => DeleteDistributionListInput) input: DeleteDistributionListInput, @Ctx() context: RequestContext): Promise<typeof DeleteDistributionListResult> {
    const begun = context.earlier<string>() ?? (await context.effect(context.reach, (db) => this.begin(context, db, input)));
    if (begun instanceof InvalidInput) return begun;
    return new DistributionListDeleted(input.listId, await awaitWorkflow(context, begun));
  }

  private async begin(context: RequestContext, db: Db, { listId, address: meant }: DeleteDistributionListInput): Promise<string | InvalidInput> {
    const list = await reachableList(context, db, listId, { hold: true });
    const { tenantId, address, name } = list;
    if (meant.toLowerCase() !== address) return new InvalidInput('The list has another address by now. Look at it again before you delete it.', ['input', 'address']);
    const recipients = await recipientsOf(db, listId);
    await db.update(DistributionListEntity, { id: listId }, { leaving: true });
    const changes = [{ field: 'address', before: address, after: null }, { field: 'name', before: name, after: null }, ...(recipients.length > 0 ? [{ field: 'recipients', before: recipients.join(', '), after: null }] : [])];
    await tellOfList(db, context, list, 'distribution_list.deleted', `Deleted the distribution list ${address}`, changes);
    const lost = await this.follower.follow(db, { tenantId, addresses: [address], to: null }, causeOf(context));
    return this.journal.start(db, this.workflow, { tenantId, subjectId: listId, input: { listId, lost }, actor: nameOf(context.actor), requestId: context.origin.requestId });
  }
}

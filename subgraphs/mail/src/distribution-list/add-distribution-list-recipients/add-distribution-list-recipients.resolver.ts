import { Audited } from '@dezky/kit/audit/audit-trail';
import { nameOf } from '@dezky/kit/context/actor';
import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import type { Db } from '@dezky/kit/database/rows';
import type { WorkflowDefinition } from '@dezky/kit/workflow/step';
import { type WorkflowJournal, awaitWorkflow } from '@dezky/kit/workflow/workflow-journal';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { distributionListPolicy } from '../distribution-list.policy';
import type { SkippedRecipient } from '../distribution-list.type';
import { judgeRecipients } from '../judge-recipients';
import { tellOfList, tooMany } from '../list-fields';
import { insertRecipients, recipientsOf } from '../list-recipient.repository';
import { reachableList } from '../reachable-list';
import { AddDistributionListRecipientsInput } from './add-distribution-list-recipients.input';
import { AddDistributionListRecipientsResult, DistributionListRecipientsAdded } from './add-distribution-list-recipients.result';
import type { RecipientsWork } from './change-recipients.workflow';

interface Begun {
  readonly workflowId: string | null;
  readonly added: string[];
  readonly skipped: SkippedRecipient[];
}

@Resolver()
export class AddDistributionListRecipientsResolver {
  constructor(
    private readonly journal: WorkflowJournal,
    private readonly workflow: WorkflowDefinition<RecipientsWork>,
  ) {}

  @Mutation(() => AddDistributionListRecipientsResult, { description: 'Adds those of the addresses that can be recipients of a distribution list, and tells of each of the others why it cannot.' })
  @Audited('distribution_list.recipients_added')
  @Authorize(distributionListPolicy.change)
  async addDistributionListRecipients(@Arg('input', () => AddDistributionListRecipientsInput) { listId, recipients }: AddDistributionListRecipientsInput, @Ctx() context: RequestContext): Promise<typeof AddDistributionListRecipientsResult> {
    await context.rows.in(context.reach, (db) => reachableList(context, db, listId));
    const excess = tooMany(recipients);
    if (excess) return excess;
    const { workflowId, added, skipped } = context.earlier<Begun>() ?? (await context.effect(context.reach, (db) => this.begin(context, db, listId, recipients)));
    const workflow = workflowId === null ? null : await awaitWorkflow(context, workflowId);
    return new DistributionListRecipientsAdded(await context.rows.in(context.reach, (db) => reachableList(context, db, listId)), added, skipped, workflow);
  }

  private async begin(context: RequestContext, db: Db, listId: string, texts: readonly string[]): Promise<Begun> {
    const list = await reachableList(context, db, listId, { hold: true });
    const { tenantId, address } = list;
    const { accepted, skipped } = await judgeRecipients(db, tenantId, { address, present: await recipientsOf(db, listId) }, texts);
    const added = [...accepted];
    if (added.length === 0) return { workflowId: null, added, skipped: [...skipped] };
    await insertRecipients(db, list, added);
    await tellOfList(db, context, list, 'distribution_list.recipients_added', `Added ${added.length} recipient${added.length === 1 ? '' : 's'} to ${address}`, [{ field: 'recipients', before: null, after: added.join(', ') }]);
    const workflowId = await this.journal.start(db, this.workflow, { tenantId, subjectId: listId, input: { listId, added, removed: [] }, actor: nameOf(context.actor), requestId: context.origin.requestId });
    return { workflowId, added, skipped: [...skipped] };
  }
}

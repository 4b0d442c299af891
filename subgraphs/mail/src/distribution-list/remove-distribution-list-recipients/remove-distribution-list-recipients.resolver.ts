import { Audited } from '@dezky/kit/audit/audit-trail';
import { nameOf } from '@dezky/kit/context/actor';
import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import type { Db } from '@dezky/kit/database/rows';
import type { WorkflowDefinition } from '@dezky/kit/workflow/step';
import { type WorkflowJournal, awaitWorkflow } from '@dezky/kit/workflow/workflow-journal';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { RecipientsWork } from '../add-distribution-list-recipients/change-recipients.workflow';
import { distributionListPolicy } from '../distribution-list.policy';
import type { SkippedRecipient } from '../distribution-list.type';
import { normalAddress } from '../judge-recipients';
import { tellOfList, tooMany } from '../list-fields';
import { deleteRecipients, recipientsOf } from '../list-recipient.repository';
import { reachableList } from '../reachable-list';
import { RemoveDistributionListRecipientsInput } from './remove-distribution-list-recipients.input';
import { DistributionListRecipientsRemoved, RemoveDistributionListRecipientsResult } from './remove-distribution-list-recipients.result';

interface Begun {
  readonly workflowId: string | null;
  readonly removed: string[];
  readonly skipped: SkippedRecipient[];
}

@Resolver()
export class RemoveDistributionListRecipientsResolver {
  constructor(
    private readonly journal: WorkflowJournal,
    private readonly workflow: WorkflowDefinition<RecipientsWork>,
  ) {}

  @Mutation(() => RemoveDistributionListRecipientsResult, { description: 'Removes recipients of a distribution list, and tells of addresses that are none.' })
  @Audited('distribution_list.recipients_removed')
  @Authorize(distributionListPolicy.change)
  async removeDistributionListRecipients(@Arg('input', () => RemoveDistributionListRecipientsInput) { listId, recipients }: RemoveDistributionListRecipientsInput, @Ctx() context: RequestContext): Promise<typeof RemoveDistributionListRecipientsResult> {
    await context.rows.in(context.reach, (db) => reachableList(context, db, listId));
    const excess = tooMany(recipients);
    if (excess) return excess;
    const { workflowId, removed, skipped } = context.earlier<Begun>() ?? (await context.effect(context.reach, (db) => this.begin(context, db, listId, recipients)));
    const workflow = workflowId === null ? null : await awaitWorkflow(context, workflowId);
    return new DistributionListRecipientsRemoved(await context.rows.in(context.reach, (db) => reachableList(context, db, listId)), removed, skipped, workflow);
  }

  private async begin(context: RequestContext, db: Db, listId: string, texts: readonly string[]): Promise<Begun> {
    const list = await reachableList(context, db, listId, { hold: true });
    const { tenantId, address } = list;
    const present = new Set(await recipientsOf(db, listId));
    const [removed, skipped] = [new Set<string>(), [] as SkippedRecipient[]];
    for (const text of texts) {
      const wanted = normalAddress(text);
      if (wanted !== null && present.has(wanted)) removed.add(wanted);
      else skipped.push({ text: text.slice(0, 320), reason: 'ABSENT', message: 'It is no recipient of this list, or not any more.' });
    }
    const gone = [...removed];
    if (gone.length === 0) return { workflowId: null, removed: [], skipped };
    await deleteRecipients(db, listId, gone);
    await tellOfList(db, context, list, 'distribution_list.recipients_removed', `Removed ${gone.length} recipient${gone.length === 1 ? '' : 's'} from ${address}`, [{ field: 'recipients', before: gone.join(', '), after: null }]);
    const workflowId = await this.journal.start(db, this.workflow, { tenantId, subjectId: listId, input: { listId, added: [], removed: gone }, actor: nameOf(context.actor), requestId: context.origin.requestId });
    return { workflowId, removed: gone, skipped };
  }
}

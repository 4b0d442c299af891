import type { StepContext, WorkflowDefinition } from '@dezky/kit/workflow/step';
import type { StalwartClient } from '../../stalwart/stalwart-client';
import { holdLists, listById } from '../distribution-list.repository';
import { judgeRecipients } from '../judge-recipients';
import { deleteRecipients, insertRecipients, recipientsOf } from '../list-recipient.repository';
import { type ListWork, writeDistributionListStep } from '../write-distribution-list.step';

export interface RecipientsWork extends ListWork {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** What was added goes, and what was removed comes back as far as it may: who is gone meanwhile does not. */
const takeBack = async ({ rows, tenantId, input: { listId, added, removed } }: StepContext<RecipientsWork>): Promise<void> => {
  await rows(async (db) => {
    await holdLists(db, tenantId);
    const list = await listById(db, listId);
    if (!list) return;
    await deleteRecipients(db, listId, added);
    const { accepted } = await judgeRecipients(db, tenantId, { address: list.address, present: await recipientsOf(db, listId) }, removed);
    await insertRecipients(db, list, accepted);
  });
};

/** Recipients more or less of a list. */
export const changeRecipients = (stalwart: StalwartClient): WorkflowDefinition<RecipientsWork> => ({
  name: 'changeRecipients',
  kind: 'CHANGE_DISTRIBUTION_LIST',
  plan: [[writeDistributionListStep(stalwart, takeBack)]],
});

import { type WorkflowDefinition, irreversible } from '@dezky/kit/workflow/step';
import type { StalwartClient } from '../../stalwart/stalwart-client';
import { type ListWork, writeDistributionListStep } from '../write-distribution-list.step';

/** A list that lost a recipient who is gone, or follows one who has another address. What it follows is not undone by it. */
export const followRecipients = (stalwart: StalwartClient): WorkflowDefinition<ListWork> => ({
  name: 'followRecipients',
  kind: 'CHANGE_DISTRIBUTION_LIST',
  plan: [[writeDistributionListStep(stalwart, irreversible)]],
});

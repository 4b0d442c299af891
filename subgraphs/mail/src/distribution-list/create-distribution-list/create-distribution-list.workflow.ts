import type { WorkflowDefinition } from '@dezky/kit/workflow/step';
import type { StalwartClient } from '../../stalwart/stalwart-client';
import { takeLeave } from '../delete-distribution-list/take-leave';
import type { RecipientFollower } from '../follow-recipients/follow-recipients';
import { type ListWork, writeDistributionListStep } from '../write-distribution-list.step';
import { reserveDistributionList } from './reserve-distribution-list.step';

/** One more distribution list. Undone, it is deleted, and lists that have it as a recipient lose it. */
export const createDistributionList = (stalwart: StalwartClient, follower: RecipientFollower): WorkflowDefinition<ListWork> => ({
  name: 'createDistributionList',
  kind: 'CHANGE_DISTRIBUTION_LIST',
  plan: [[reserveDistributionList()], [writeDistributionListStep(stalwart, (context) => takeLeave(context, follower))]],
});

import type { WorkflowDefinition } from '@dezky/kit/workflow/step';
import type { StalwartClient } from '../../stalwart/stalwart-client';
import { DistributionListEntity } from '../distribution-list.entity';
import { type ListWork, writeDistributionListStep } from '../write-distribution-list.step';
import { freeListAddress } from './free-list-address.step';

/** A list with its recipients; undone before its address was freed, it is made again as it was, and is no recipient of other lists. */
export const deleteDistributionList = (stalwart: StalwartClient): WorkflowDefinition<ListWork> => ({
  name: 'deleteDistributionList',
  kind: 'CHANGE_DISTRIBUTION_LIST',
  plan: [[writeDistributionListStep(stalwart, async ({ rows, input }) => void (await rows((db) => db.update(DistributionListEntity, { id: input.listId }, { leaving: false }))))], [freeListAddress()]],
});

import type { StepContext, WorkflowDefinition } from '@dezky/kit/workflow/step';
import type { StalwartClient } from '../../stalwart/stalwart-client';
import { DistributionListEntity } from '../distribution-list.entity';
import { type Lost, type RecipientFollower, causeOfStep } from '../follow-recipients/follow-recipients';
import { type ListWork, writeDistributionListStep } from '../write-distribution-list.step';
import { freeListAddress } from './free-list-address.step';

export interface DeleteListWork extends ListWork {
  /** The lists that had it as a recipient. */
  readonly lost: readonly Lost[];
}

const takeBack =
  (follower: RecipientFollower) =>
  async (context: StepContext<DeleteListWork>): Promise<void> => {
    const { rows, tenantId, input } = context;
    await rows(async (db) => {
      await db.update(DistributionListEntity, { id: input.listId }, { leaving: false });
      await follower.giveBack(db, tenantId, input.lost, await causeOfStep(db, context));
    });
  };

/** A list with its recipients; undone before its address was freed, it is made again as it was, and is a recipient where it was one. */
export const deleteDistributionList = (stalwart: StalwartClient, follower: RecipientFollower): WorkflowDefinition<DeleteListWork> => ({
  name: 'deleteDistributionList',
  kind: 'CHANGE_DISTRIBUTION_LIST',
  plan: [[writeDistributionListStep(stalwart, takeBack(follower))], [freeListAddress()]],
});

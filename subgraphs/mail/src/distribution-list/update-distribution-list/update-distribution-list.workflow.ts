import { isUniqueViolation } from '@dezky/kit/database/unique-violation';
import { FinalFault, type StepContext, type WorkflowDefinition } from '@dezky/kit/workflow/step';
import { isOnRemovedDomain } from '../../mailbox/removed-domain';
import type { StalwartClient } from '../../stalwart/stalwart-client';
import { DistributionListEntity } from '../distribution-list.entity';
import { type ListAddress, freeFormerAddresses, holdLists, listById, moveList } from '../distribution-list.repository';
import { type RecipientFollower, causeOfStep } from '../follow-recipients/follow-recipients';
import { type ListWork, writeDistributionListStep } from '../write-distribution-list.step';
import { freeFormerAddress } from './free-former-address.step';

export interface ListSettings extends ListAddress {
  readonly name: string;
}

export interface UpdateListWork extends ListWork {
  readonly before: ListSettings;
  readonly after: ListSettings;
}

/** Only what this change did: if somebody has changed the list since, theirs stays. */
const takeBack =
  (follower: RecipientFollower) =>
  async (context: StepContext<UpdateListWork>): Promise<void> => {
    const { listId, before, after } = context.input;
    await context
      .rows(async (db) => {
        await holdLists(db, context.tenantId);
        const list = await listById(db, listId);
        if (!list) return;
        if (list.name === after.name) await db.update(DistributionListEntity, { id: listId }, { name: before.name });
        if (list.address !== after.address || before.address === after.address) return;
        await moveList(db, list, before);
        await follower.follow(db, { tenantId: context.tenantId, addresses: [after.address], to: before.address }, await causeOfStep(db, context));
      })
      .catch((error: unknown) => {
        if (isUniqueViolation(error)) throw new FinalFault(`${before.address} belongs to somebody else by now.`);
        if (isOnRemovedDomain(error)) throw new FinalFault(`The domain of ${before.address} is being removed.`);
        throw error;
      });
  };

/** Another name or address of a list. */
export const updateDistributionList = (stalwart: StalwartClient, follower: RecipientFollower): WorkflowDefinition<UpdateListWork> => {
  const write = writeDistributionListStep(stalwart, takeBack(follower));
  // The address it was to have is given back once the server was seen without it.
  const undo = async (context: StepContext<UpdateListWork>): Promise<void> => {
    if (typeof write.undo === 'function') await write.undo(context);
    await context.rows((db) => freeFormerAddresses(db, context.input.listId, [context.input.after.address]));
  };
  return { name: 'updateDistributionList', kind: 'CHANGE_DISTRIBUTION_LIST', plan: [[{ ...write, undo }], [freeFormerAddress()]] };
};

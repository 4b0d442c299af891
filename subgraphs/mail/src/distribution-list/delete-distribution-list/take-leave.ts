import type { StepContext } from '@dezky/kit/workflow/step';
import { DistributionListEntity } from '../distribution-list.entity';
import { holdLists, listById } from '../distribution-list.repository';
import { type RecipientFollower, causeOfStep } from '../follow-recipients/follow-recipients';
import type { ListWork } from '../write-distribution-list.step';

/** Takes a list off what is wanted; its address stays taken until the mail server has let go of it. */
export async function takeLeave(context: StepContext<ListWork>, follower: RecipientFollower): Promise<void> {
  const { listId } = context.input;
  await context.rows(async (db) => {
    await holdLists(db, context.tenantId);
    const list = await listById(db, listId);
    if (!list) return;
    await db.update(DistributionListEntity, { id: listId }, { leaving: true });
    await follower.follow(db, { tenantId: context.tenantId, addresses: [list.address], to: null }, await causeOfStep(db, context));
  });
}

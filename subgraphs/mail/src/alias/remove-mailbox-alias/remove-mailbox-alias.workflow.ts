import type { Db } from '@dezky/kit/database/rows';
import type { StepContext, WorkflowDefinition } from '@dezky/kit/workflow/step';
import { type Lost, type RecipientFollower, causeOfStep } from '../../distribution-list/follow-recipients/follow-recipients';
import type { StalwartClient } from '../../stalwart/stalwart-client';
import { AliasEntity } from '../alias.entity';
import { type AliasWork, writeAddressesStep } from '../write-addresses.step';
import { freeAddress } from './free-address.step';
import { findRoomForAlias } from './room-for-alias';

/** With all of the alias, so that it can be put back. */
export interface RemoveAliasWork extends AliasWork {
  readonly localPart: string;
  readonly domainId: string;
  readonly enabled: boolean;
  readonly description: string | null;
  /** The distribution lists that had it as a recipient; absent in work from before there were any. */
  readonly lost?: readonly Lost[];
}

const takeBack =
  (follower: RecipientFollower) =>
  async (db: Db, { mailboxId, address, lost = [] }: RemoveAliasWork, context: StepContext<RemoveAliasWork>): Promise<void> => {
    await findRoomForAlias(db, { mailboxId, address });
    await db.update(AliasEntity, { mailboxId, address }, { leaving: false });
    await follower.giveBack(db, context.tenantId, lost, await causeOfStep(db, context));
  };

/** One address less of a mailbox. Undone, it is a recipient again where it was one. */
export const removeMailboxAlias = (stalwart: StalwartClient, follower: RecipientFollower): WorkflowDefinition<RemoveAliasWork> => ({
  name: 'removeMailboxAlias',
  kind: 'CHANGE_ALIASES',
  plan: [[writeAddressesStep(stalwart, takeBack(follower))], [freeAddress()]],
});

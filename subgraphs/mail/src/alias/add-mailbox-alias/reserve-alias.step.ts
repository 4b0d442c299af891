import type { Step } from '@dezky/kit/workflow/step';
import { type RecipientFollower, causeOfStep } from '../../distribution-list/follow-recipients/follow-recipients';
import { AddressEntity } from '../../mailbox/address.entity';
import { holdMailbox } from '../../mailbox/mailbox.repository';
import { freeAddresses, letGo } from '../alias.repository';
import type { AliasWork } from '../write-addresses.step';

/** The row is written together with the workflow; this step stands for it, and its undo frees the address. */
export const reserveAlias = (follower: RecipientFollower): Step<AliasWork> => ({
  name: 'reserve-alias',
  title: 'Reserve the address',
  system: 'DEZKY',
  run: async () => undefined,
  // Taken away again meanwhile, or gone with the mailbox: then there is nothing to hold.
  verify: async () => undefined,
  undo: (context) =>
    context.rows(async (db) => {
      const { input, tenantId } = context;
      if (!(await holdMailbox(db, input.mailboxId))) return;
      await letGo(db, input);
      await freeAddresses(db, input.mailboxId, [input.address]);
      // Somebody else may have it by now, and gets the mail of the lists it is on.
      if (await db.existsBy(AddressEntity, { address: input.address })) return;
      await follower.follow(db, { tenantId, addresses: [input.address], to: null }, await causeOfStep(db, context));
    }),
});

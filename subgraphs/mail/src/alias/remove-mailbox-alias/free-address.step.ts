import { isUniqueViolation } from '@dezky/kit/database/unique-violation';
import { FinalFault, type Step } from '@dezky/kit/workflow/step';
import { MailboxEntity } from '../../mailbox/mailbox.entity';
import { freeAddresses, reserveAlias } from '../alias.repository';
import { findRoomForAlias } from './room-for-alias';
import type { RemoveAliasWork } from './remove-mailbox-alias.workflow';

/** Last, when the mail server has let go of the address: before that, whoever got it next would be refused there. */
export const freeAddress = (): Step<RemoveAliasWork> => ({
  name: 'free-address',
  title: 'Free the address',
  system: 'DEZKY',
  run: ({ rows, input }) => rows((db) => freeAddresses(db, input.mailboxId, [input.address])),
  // Wanted again meanwhile, it stays; taken by somebody else, it was free.
  verify: async () => undefined,
  undo: ({ rows, input }) =>
    rows(async (db) => {
      await findRoomForAlias(db, input);
      const mailbox = await db.findOneBy(MailboxEntity, { id: input.mailboxId });
      if (mailbox) await reserveAlias(db, mailbox, input);
    }).catch((error: unknown) => {
      if (isUniqueViolation(error)) throw new FinalFault(`${input.address} belongs to somebody else by now.`);
      throw error;
    }),
});

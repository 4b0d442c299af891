import { NotYetSeen, type Step } from '@dezky/kit/workflow/step';
import type { MailPeer } from '../mail-peer';
import type { RenameWork } from './rename-work';

/** The mail stays where it is. The old address stays an alias until everything else has the new one, so that it can be gone back to. */
export const renameMailbox = (mail: MailPeer): Step<RenameWork> => ({
  name: 'rename-mailbox',
  title: 'Change the address of the mailbox',
  system: 'STALWART',
  run: (context) => mail.renameMailbox(context.input.memberId, context.input.to, true, context),
  verify: async (context) => {
    if ((await mail.mailboxFacts(context.input.memberId, context))?.address !== context.input.to) throw new NotYetSeen('Stalwart does not show the new address yet.');
  },
  undo: (context) => mail.renameMailbox(context.input.memberId, context.input.from, context.input.wasAlias, context),
});

import { NotYetSeen, type Step } from '@dezky/kit/workflow/step';
import type { MailPeer } from '../mail-peer';
import type { MemberWork } from '../member-work';

export const unfreezeMailbox = (mail: MailPeer): Step<MemberWork> => ({
  name: 'unfreeze-mailbox',
  title: 'Open the mailbox',
  system: 'STALWART',
  run: (context) => mail.unfreezeMailbox(context.input.memberId, context),
  verify: async (context) => {
    // Somebody without a mailbox has one thing less to be let into; a mailbox that the server lost was told by its answer to the change.
    if ((await mail.mailboxState(context.input.memberId, context)) === 'FROZEN') throw new NotYetSeen('Stalwart still shows the mailbox as frozen.');
  },
  undo: (context) => mail.freezeMailbox(context.input.memberId, context),
});

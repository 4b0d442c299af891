import { NotYetSeen, type Step } from '@dezky/kit/workflow/step';
import type { MailPeer } from '../mail-peer';
import type { MemberWork } from '../member-work';

/** Closes the mailbox for its owner; mail goes on arriving and the password is kept. */
export const freezeMailbox = (mail: MailPeer): Step<MemberWork> => ({
  name: 'freeze-mailbox',
  title: 'Freeze the mailbox',
  system: 'STALWART',
  run: (context) => mail.freezeMailbox(context.input.memberId, context),
  verify: async (context) => {
    if ((await mail.mailboxState(context.input.memberId, context)) === 'ACTIVE') throw new NotYetSeen('Stalwart still shows the mailbox as open.');
  },
  undo: (context) => mail.unfreezeMailbox(context.input.memberId, context),
});

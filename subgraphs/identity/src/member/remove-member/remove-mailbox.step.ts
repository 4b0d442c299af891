import { NotYetSeen, type Step, irreversible } from '@dezky/kit/workflow/step';
import type { MailPeer } from '../mail-peer';
import type { MemberWork } from '../member-work';

export const removeMailbox = (mail: MailPeer): Step<MemberWork> => ({
  name: 'remove-mailbox',
  title: 'Delete the mailbox',
  system: 'STALWART',
  run: (context) => mail.removeMailbox(context.input.memberId, context),
  verify: async (context) => {
    if ((await mail.mailboxState(context.input.memberId, context)) !== null) throw new NotYetSeen('Stalwart still shows the mailbox.');
  },
  undo: irreversible,
});

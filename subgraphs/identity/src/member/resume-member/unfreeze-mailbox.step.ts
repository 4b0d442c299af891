import { NotYetSeen, type Step } from '@dezky/kit/workflow/step';
import type { MailPeer } from '../mail-peer';
import type { MemberWork } from '../member-work';

export const unfreezeMailbox = (mail: MailPeer): Step<MemberWork> => ({
  name: 'unfreeze-mailbox',
  title: 'Open the mailbox',
  system: 'STALWART',
  run: (context) => mail.unfreezeMailbox(context.input.memberId, context),
  verify: async (context) => {
    if ((await mail.mailboxState(context.input.memberId, context)) !== 'ACTIVE') throw new NotYetSeen('Stalwart still shows the mailbox as frozen.');
  },
  undo: (context) => mail.freezeMailbox(context.input.memberId, context),
});

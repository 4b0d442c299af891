import { type Step, irreversible } from '@dezky/kit/workflow/step';
import type { MailPeer } from '../../member/mail-peer';
import type { ChangePasswordWork } from './change-password.workflow';

export const changeMailboxPassword = (mail: MailPeer): Step<Pick<ChangePasswordWork, 'memberId'>> => ({
  name: 'change-mailbox-password',
  title: 'Change the password of the mailbox',
  system: 'STALWART',
  // Somebody without a mailbox has one password less to change.
  run: async (context) => {
    if (await mail.mailboxState(context.input.memberId, context)) await mail.setMailboxPassword(context.input.memberId, await context.secret(), context);
  },
  // The server shows no password; its answer to the change is the proof there is.
  verify: async () => undefined,
  undo: irreversible,
});

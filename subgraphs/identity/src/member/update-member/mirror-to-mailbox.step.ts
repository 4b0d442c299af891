import { NotYetSeen, type Step, irreversible } from '@dezky/kit/workflow/step';
import type { MailPeer } from '../mail-peer';
import { readMember } from '../member.repository';
import type { MemberWork } from '../member-work';

/** The name colleagues see on mail. As the step beside it, it tells what stands in our table now. */
export const mirrorToMailbox = (mail: MailPeer): Step<MemberWork> => ({
  name: 'mirror-to-mailbox',
  title: 'Tell the mailbox',
  system: 'STALWART',
  run: async (context) => {
    const { displayName } = await context.rows((db) => readMember(db, context.input.memberId));
    await mail.setMailboxName(context.input.memberId, displayName, context);
  },
  verify: async (context) => {
    const { displayName } = await context.rows((db) => readMember(db, context.input.memberId));
    const mailbox = await mail.mailboxFacts(context.input.memberId, context);
    if (mailbox && mailbox.displayName !== displayName) throw new NotYetSeen('Stalwart does not show the new name yet.');
  },
  undo: irreversible,
});

import { NotYetSeen, type Step } from '@dezky/kit/workflow/step';
import type { MailPeer } from '../mail-peer';
import type { CreateMemberWork } from './create-member.workflow';

export const provisionMailbox = (mail: MailPeer): Step<CreateMemberWork> => ({
  name: 'provision-mailbox',
  title: 'Create the mailbox',
  system: 'STALWART',
  run: async (context) => {
    const { memberId, address, displayName } = context.input;
    await mail.provisionMailbox({ memberId, address, displayName, password: await context.secret() }, context);
  },
  verify: async (context) => {
    if ((await mail.mailboxState(context.input.memberId, context)) !== 'ACTIVE') throw new NotYetSeen('Stalwart does not show the new mailbox yet.');
  },
  undo: (context) => mail.removeMailbox(context.input.memberId, context),
});

import { NotYetSeen, type Step, irreversible } from '@dezky/kit/workflow/step';
import type { MailPeer } from '../mail-peer';
import type { RenameWork } from './rename-work';

/** Last of all: from here on somebody else may have the old address. */
export const dropOldAddress = (mail: MailPeer): Step<RenameWork> => ({
  name: 'drop-old-address',
  title: 'Let go of the old address, unless it stays as an alias',
  system: 'STALWART',
  run: async (context) => {
    if (!context.input.keepOldAddress) await mail.dropMailboxAlias(context.input.memberId, context.input.from, context);
  },
  verify: async (context) => {
    const facts = await mail.mailboxFacts(context.input.memberId, context);
    const kept = facts?.aliases.some(({ address }) => address === context.input.from) ?? false;
    if (facts && kept !== context.input.keepOldAddress) throw new NotYetSeen(`Stalwart ${kept ? 'still' : 'does not'} show the old address as an alias${kept ? '' : ' yet'}.`);
  },
  undo: irreversible,
});

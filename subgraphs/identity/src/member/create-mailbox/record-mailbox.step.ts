import { NotYetSeen, type Step } from '@dezky/kit/workflow/step';
import { UserEntity } from '../../user/user.entity';
import { MemberEntity } from '../member.entity';
import type { CreateMailboxWork } from './create-mailbox.workflow';

/** The mailbox's address is the member's from now on, and one password for sign-in and mailbox is asked for at the next sign-in. */
export const recordMailbox = (): Step<CreateMailboxWork> => ({
  name: 'record-mailbox',
  title: 'Record the address',
  system: 'DEZKY',
  run: ({ rows, input }) =>
    rows(async (db) => {
      await db.update(MemberEntity, { id: input.memberId }, { address: input.address, bootstrap: false });
      await db.update(UserEntity, { id: input.userId }, { passwordChangeRequired: true });
    }),
  verify: async ({ rows, input }) => {
    if (!(await rows((db) => db.existsBy(MemberEntity, { id: input.memberId, address: input.address })))) throw new NotYetSeen('The address is not written yet.');
  },
  undo: ({ rows, input }) => rows(async (db) => void (await db.update(MemberEntity, { id: input.memberId }, { address: input.before, bootstrap: input.bootstrap }))),
});

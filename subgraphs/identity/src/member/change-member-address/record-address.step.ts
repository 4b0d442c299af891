import { NotYetSeen, type Step } from '@dezky/kit/workflow/step';
import { UserEntity } from '../../user/user.entity';
import { MemberEntity } from '../member.entity';
import type { RenameWork } from './rename-work';

/** The new address is the member's from the request on, which is what reserves it; here it counts, or is given back. */
export const recordAddress = (): Step<RenameWork> => ({
  name: 'record-address',
  title: 'Record the new address',
  system: 'DEZKY',
  run: ({ rows, input }) => rows(async (db) => void (await db.update(MemberEntity, { id: input.memberId }, { address: input.to }))),
  verify: async ({ rows, input }) => {
    if (!(await rows((db) => db.existsBy(MemberEntity, { id: input.memberId, address: input.to })))) throw new NotYetSeen('The address is not written yet.');
  },
  undo: ({ rows, input }) =>
    rows(async (db) => {
      await db.update(MemberEntity, { id: input.memberId }, { address: input.from });
      if (input.signsIn) await db.update(UserEntity, { id: input.userId }, { email: input.from });
    }),
});

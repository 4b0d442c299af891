import { NotYetSeen, type Step, irreversible } from '@dezky/kit/workflow/step';
import { UserEntity } from '../../user/user.entity';
import { MemberEntity } from '../member.entity';
import { placeElsewhere } from '../member.repository';
import type { MemberWork } from '../member-work';

export const forgetMember = (): Step<MemberWork> => ({
  name: 'forget-member',
  title: 'Remove the record',
  system: 'DEZKY',
  run: ({ rows, input, tenantId }) =>
    rows(async (db) => {
      // The user first: row-level security shows a user only while one of their memberships is reached.
      if ((await placeElsewhere(db, input.userId, tenantId)) === 'NONE') await db.delete(UserEntity, { id: input.userId });
      await db.delete(MemberEntity, { id: input.memberId });
    }),
  verify: async ({ rows, input }) => {
    if (await rows((db) => db.existsBy(MemberEntity, { id: input.memberId }))) throw new NotYetSeen('The record is still there.');
  },
  undo: irreversible,
});

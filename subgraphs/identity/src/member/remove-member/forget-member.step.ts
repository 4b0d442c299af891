import { NotYetSeen, type Step, irreversible } from '@dezky/kit/workflow/step';
import type { AuthentikClient } from '../../authentik/authentik-client';
import { UserEntity } from '../../user/user.entity';
import { MemberEntity } from '../member.entity';
import { placeElsewhere } from '../member.repository';
import type { MemberWork } from '../member-work';
import { onlyHere } from './delete-sign-in.step';

/** With the last place goes the sign-in, also when the other tenants gave theirs up after this one had left it to them. */
export const forgetMember = (authentik: AuthentikClient): Step<MemberWork> => ({
  name: 'forget-member',
  title: 'Remove the record',
  system: 'DEZKY',
  run: async (context) => {
    const { rows, input, tenantId } = context;
    if (input.authentikPk !== null && (await onlyHere(context))) await authentik.deleteAccount(input.authentikPk);
    await rows(async (db) => {
      // Of two tenants that forget the same person at once, the second one sees that it is the last.
      await db.findOne(UserEntity, { where: { id: input.userId }, lock: { mode: 'pessimistic_write' } });
      // The user first: row-level security shows a user only while one of their memberships is reached.
      if ((await placeElsewhere(db, input.userId, tenantId)) === 'NONE') await db.delete(UserEntity, { id: input.userId });
      await db.delete(MemberEntity, { id: input.memberId });
    });
  },
  verify: async ({ rows, input }) => {
    if (await rows((db) => db.existsBy(MemberEntity, { id: input.memberId }))) throw new NotYetSeen('The record is still there.');
  },
  undo: irreversible,
});

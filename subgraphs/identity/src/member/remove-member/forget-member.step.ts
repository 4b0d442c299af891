import { NotYetSeen, type Step, irreversible } from '@dezky/kit/workflow/step';
import type { AuthentikClient } from '../../authentik/authentik-client';
import { UserEntity } from '../../user/user.entity';
import { MemberEntity } from '../member.entity';
import { placeElsewhere } from '../member.repository';
import type { MemberWork } from '../member-work';

/** With the last place goes the sign-in, also when the other tenants gave theirs up after this one had left it to them. */
export const forgetMember = (authentik: AuthentikClient): Step<MemberWork> => ({
  name: 'forget-member',
  title: 'Remove the record',
  system: 'DEZKY',
  run: async ({ rows, input, tenantId }) => {
    const last = await rows(async (db) => {
      // Two tenants that forget a person at once come here one after the other, and the second one is the last.
      await db.findOne(UserEntity, { where: { id: input.userId }, lock: { mode: 'pessimistic_write' } });
      if ((await placeElsewhere(db, input.userId, tenantId)) === 'NONE') return true;
      await db.delete(MemberEntity, { id: input.memberId });
      return false;
    });
    if (!last) return;
    // Each of them may have left the sign-in to the other.
    if (input.authentikPk !== null) await authentik.deleteAccount(input.authentikPk);
    await rows(async (db) => {
      // The user first: row-level security shows a user only while one of their memberships is reached.
      await db.delete(UserEntity, { id: input.userId });
      await db.delete(MemberEntity, { id: input.memberId });
    });
  },
  verify: async ({ rows, input }) => {
    if (await rows((db) => db.existsBy(MemberEntity, { id: input.memberId }))) throw new NotYetSeen('The record is still there.');
  },
  undo: irreversible,
});

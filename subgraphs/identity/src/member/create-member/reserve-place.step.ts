import { FinalFault, type Step } from '@dezky/kit/workflow/step';
import type { BillingPeer } from '../billing-peer';
import { billSeats } from '../bill-seats';
import { UserEntity } from '../../user/user.entity';
import { MemberEntity } from '../member.entity';
import { placeElsewhere } from '../member.repository';
import type { CreateMemberWork } from './create-member.workflow';

/** As reserve-member, for a person who signs in elsewhere already: taken back, it leaves the person as they were. */
export const reservePlace = (billing: BillingPeer): Step<CreateMemberWork> => ({
  name: 'reserve-place',
  title: 'Reserve a seat',
  system: 'DEZKY',
  run: async () => undefined,
  verify: async ({ rows, input }) => {
    if (!(await rows((db) => db.existsBy(MemberEntity, { id: input.memberId })))) throw new FinalFault('The reservation of this member is gone; start again.');
  },
  undo: async (context) => {
    const { rows, input, tenantId } = context;
    await rows(async (db) => {
      // Nobody else's by now. The user first: row-level security shows a user only while one of their memberships is reached.
      if ((await placeElsewhere(db, input.userId, tenantId)) === 'NONE') await db.delete(UserEntity, { id: input.userId });
      await db.delete(MemberEntity, { id: input.memberId });
    });
    await billSeats(billing, context);
  },
});

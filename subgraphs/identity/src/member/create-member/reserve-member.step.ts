import { FinalFault, type Step } from '@dezky/kit/workflow/step';
import { UserEntity } from '../../user/user.entity';
import type { BillingPeer } from '../billing-peer';
import { MemberEntity } from '../member.entity';
import { billSeats } from '../bill-seats';
import type { CreateMemberWork } from './create-member.workflow';

/**
 * The member row is written together with the workflow; this step holds it, and its undo frees name and seat.
 * The seat is given back here, last of all: another member's workflow may have billed this reservation with its own.
 */
export const reserveMember = (billing: BillingPeer): Step<CreateMemberWork> => ({
  name: 'reserve-member',
  title: 'Reserve the address and a seat',
  system: 'DEZKY',
  run: async () => undefined,
  verify: async ({ rows, input }) => {
    if (!(await rows((db) => db.existsBy(MemberEntity, { id: input.memberId })))) throw new FinalFault('The reservation of this member is gone; start again.');
  },
  undo: async (context) => {
    const { rows, input } = context;
    await rows(async (db) => {
      // The user first: row-level security shows a user only while one of their memberships is reached.
      await db.delete(UserEntity, { id: input.userId });
      await db.delete(MemberEntity, { id: input.memberId });
    });
    await billSeats(billing, context);
  },
});

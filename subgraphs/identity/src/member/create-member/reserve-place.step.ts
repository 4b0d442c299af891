import { FinalFault, type Step } from '@dezky/kit/workflow/step';
import type { BillingPeer } from '../billing-peer';
import { billSeats } from '../bill-seats';
import { MemberEntity } from '../member.entity';
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
    await context.rows((db) => db.delete(MemberEntity, { id: context.input.memberId }));
    await billSeats(billing, context);
  },
});

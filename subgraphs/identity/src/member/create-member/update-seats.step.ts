import type { Step } from '@dezky/kit/workflow/step';
import type { BillingPeer } from '../billing-peer';
import { billSeats, verifyBilledSeats } from '../bill-seats';
import type { CreateMemberWork } from './create-member.workflow';

export const updateSeats = (billing: BillingPeer): Step<CreateMemberWork> => ({
  name: 'update-seats',
  title: 'Bill the seat',
  system: 'STRIPE',
  run: (context) => billSeats(billing, context),
  verify: (context) => verifyBilledSeats(billing, context),
  // The reservation's undo, which always comes after this one, gives the seat back.
  undo: async () => undefined,
});

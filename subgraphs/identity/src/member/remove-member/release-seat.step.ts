import { type Step, irreversible } from '@dezky/kit/workflow/step';
import type { BillingPeer } from '../billing-peer';
import type { MemberWork } from '../member-work';
import { billSeats, verifyBilledSeats } from '../bill-seats';

export const releaseSeat = (billing: BillingPeer): Step<MemberWork> => ({
  name: 'release-seat',
  title: 'Release the seat',
  system: 'STRIPE',
  run: (context) => billSeats(billing, context),
  verify: (context) => verifyBilledSeats(billing, context),
  undo: irreversible,
});

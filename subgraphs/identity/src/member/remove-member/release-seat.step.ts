import { type Step, irreversible } from '@dezky/kit/workflow/step';
import type { BillingPeer } from '../billing-peer';
import type { MemberWork } from '../member-work';
import { updateSeats, verifySeats } from '../update-seats';

export const releaseSeat = (billing: BillingPeer): Step<MemberWork> => ({
  name: 'release-seat',
  title: 'Release the seat',
  system: 'STRIPE',
  run: (context) => updateSeats(billing, context),
  verify: (context) => verifySeats(billing, context),
  undo: irreversible,
});

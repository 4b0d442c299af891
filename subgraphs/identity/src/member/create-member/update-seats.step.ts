import type { Step } from '@dezky/kit/workflow/step';
import type { BillingPeer } from '../billing-peer';
import { updateSeats as update, verifySeats } from '../update-seats';
import type { CreateMemberWork } from './create-member.workflow';

export const updateSeats = (billing: BillingPeer): Step<CreateMemberWork> => ({
  name: 'update-seats',
  title: 'Bill the seat',
  system: 'STRIPE',
  run: (context) => update(billing, context, null),
  verify: (context) => verifySeats(billing, context),
  undo: (context) => update(billing, context, context.input.memberId),
});

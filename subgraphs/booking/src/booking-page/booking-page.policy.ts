import { policy } from '@dezky/kit/context/policy';

export const bookingPagePolicy = policy('bookingPage', {
  list: { member: true, partner: 'tenant:read', operator: true },
  open: { peers: ['stack'] },
});

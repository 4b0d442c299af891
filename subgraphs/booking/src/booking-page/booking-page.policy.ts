import { policy } from '@dezky/kit/context/policy';

export const bookingPagePolicy = policy('bookingPage', {
  list: { member: true, partner: 'tenant:read', operator: true },
  open: { peers: ['stack'] },
  /** What a visitor sees of a page, without signing in. */
  visit: { public: true },
});

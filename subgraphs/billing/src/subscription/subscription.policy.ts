import { policy } from '@dezky/kit/context/policy';

export const subscriptionPolicy = policy('subscription', {
  read: { admin: true, partner: 'billing:read', operator: true },
  setSeats: { peers: ['identity'] },
});

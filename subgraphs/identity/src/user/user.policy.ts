import { policy } from '@dezky/kit/context/policy';

export const userPolicy = policy('user', {
  read: { self: true, admin: true, partner: 'members:read', operator: true },
  openPlatformAccount: { peers: ['stack'] },
});

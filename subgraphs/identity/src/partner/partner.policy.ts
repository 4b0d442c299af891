import { policy } from '@dezky/kit/context/policy';

export const partnerPolicy = policy('partner', {
  listTenants: { partner: 'tenant:read' },
  found: { peers: ['stack'] },
});

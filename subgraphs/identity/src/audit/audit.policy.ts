import { policy } from '@dezky/kit/context/policy';

export const auditPolicy = policy('audit', {
  read: { admin: true, partner: 'tenant:read', operator: true },
  record: { peers: ['mail', 'storage', 'billing', 'booking'] },
});

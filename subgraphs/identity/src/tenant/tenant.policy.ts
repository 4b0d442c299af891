import { policy } from '@dezky/kit/context/policy';

export const tenantPolicy = policy('tenant', {
  /** Its name and slug. */
  read: { member: true, partner: 'tenant:read', operator: true },
  list: { partner: 'tenant:read', operator: true },
  /** What an admin sees of it: seats, members, workflows, audit. */
  administer: { admin: true, partner: 'tenant:read', operator: true },
  found: { peers: ['stack'] },
});

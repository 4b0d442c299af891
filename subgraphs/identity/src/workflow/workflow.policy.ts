import { policy } from '@dezky/kit/context/policy';

export const workflowPolicy = policy('workflow', {
  read: { self: true, admin: true, partner: 'tenant:read', operator: true },
  /** Retry and undo. */
  resume: { admin: true, partner: 'members:write', operator: true },
});

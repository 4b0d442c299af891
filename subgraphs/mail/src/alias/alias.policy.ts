import { policy } from '@dezky/kit/context/policy';

export const aliasPolicy = policy('alias', {
  read: { self: true, admin: true, partner: 'mail:read', operator: true },
  /** All of a tenant's. */
  list: { admin: true, partner: 'mail:read', operator: true },
  change: { admin: true, partner: 'mail:write', operator: true },
  /** How changing them went; names who did it. */
  workflow: { admin: true, partner: 'mail:read', operator: true },
});

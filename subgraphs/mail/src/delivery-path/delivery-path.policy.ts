import { policy } from '@dezky/kit/context/policy';

export const deliveryPathPolicy = policy('deliveryPath', {
  /** Shows labels, lists and states of all of the tenant's mailboxes. */
  read: { admin: true, partner: 'mail:read', operator: true },
});

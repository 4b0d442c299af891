import { policy } from '@dezky/kit/context/policy';

export const mailboxPolicy = policy('mailbox', {
  read: { self: true, admin: true, partner: 'mail:read', operator: true },
  /** All of a tenant's. */
  list: { admin: true, partner: 'mail:read', operator: true },
  /** Identity leads a member's life; the mailbox follows. */
  offer: { peers: ['identity'] },
  provision: { peers: ['identity'] },
  freeze: { peers: ['identity'] },
  rename: { peers: ['identity'] },
  remove: { peers: ['identity'] },
  setPassword: { peers: ['identity'] },
  tryLogIns: { peers: ['identity'] },
  /** Calendars lie beside the mail. */
  calendar: { peers: ['booking'] },
});

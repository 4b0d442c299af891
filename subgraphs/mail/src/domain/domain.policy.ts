import { policy } from '@dezky/kit/context/policy';

export const domainPolicy = policy('domain', {
  read: { admin: true, partner: 'mail:read', operator: true, peers: ['stack'] },
  /** The mail host is what every member types into a mail program. */
  mailHost: { member: true, partner: 'mail:read', operator: true, peers: ['stack'] },
  add: { admin: true, partner: 'mail:write', operator: true, peers: ['stack'] },
  change: { admin: true, partner: 'mail:write', operator: true },
  recheck: { admin: true, partner: 'mail:write', operator: true, peers: ['stack'] },
  /** The stack's sandbox page alone. */
  publish: { peers: ['stack'] },
  /** Whether it is here at all. */
  hosts: { peers: ['identity'] },
});

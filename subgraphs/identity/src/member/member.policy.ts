import { policy } from '@dezky/kit/context/policy';

export const memberPolicy = policy('member', {
  read: { self: true, admin: true, partner: 'members:read', operator: true },
  list: { admin: true, partner: 'members:read', operator: true },
  /** The name alone, of a host on a booking page. */
  name: { peers: ['booking'] },
  /** Where the admins are told about their domains. */
  adminAddresses: { peers: ['mail'] },
  create: { admin: true, partner: 'members:write', operator: true, peers: ['stack'] },
  update: { admin: true, partner: 'members:write', operator: true },
  /** Who administers and who owns the tenant. */
  govern: { admin: true, partner: 'members:write', operator: true },
  suspend: { admin: true, partner: 'members:write', operator: true },
  /** What is done to the sign-in: sessions, password, name. */
  signIn: { admin: true, partner: 'members:write', operator: true },
  remove: { admin: true, partner: 'members:write', operator: true },
});

import { policy } from '@dezky/kit/context/policy';

export const drivePolicy = policy('drive', {
  read: { self: true, admin: true, partner: 'storage:read', operator: true },
  list: { admin: true, partner: 'storage:read', operator: true },
  provision: { peers: ['identity'] },
  rename: { peers: ['identity'] },
  suspend: { peers: ['identity'] },
  resume: { peers: ['identity'] },
  remove: { peers: ['identity'] },
});

import { isIP } from 'node:net';
import { SetFailure } from './failures';
import { instant } from './names';
import type { Shape } from './object-shape';
import type { ObjectType } from './object-type';

/** An address, or a network with the length of its prefix. */
const network = (text: string): string | null => {
  const [address = '', length] = text.split('/');
  const bits = { 0: -1, 4: 32, 6: 128 }[isIP(address) as 0 | 4 | 6];
  return bits > 0 && (length === undefined || (/^\d+$/.test(length) && Number(length) <= bits)) ? text : null;
};

const shape: Shape = {
  address: { value: { kind: 'text', normalise: network, complaint: 'Invalid IP address or network' }, required: true },
  reason: { value: { kind: 'text', nullable: true }, initial: null },
  expiresAt: { value: { kind: 'text', nullable: true }, initial: null },
  createdAt: { value: { kind: 'text' }, serverSet: true },
};

/** An address that is never banned. */
export const allowedIpObject: ObjectType = {
  name: 'AllowedIp',
  permissionPrefix: 'sysAllowedIp',
  shape: () => shape,
  settle(after, before, id, directory) {
    const twin = directory.objects('AllowedIp').entries().find(([other, { address }]) => other !== id && address === after['address']);
    if (twin) throw SetFailure.duplicate('address', { object: 'AllowedIp', id: twin[0] });
    return before ? after : { ...after, createdAt: instant() };
  },
  show: (allowed, id) => ({ ...allowed, id }),
  filters: { address: (allowed, value) => allowed['address'] === value },
  sorts: ['id', 'address'],
};

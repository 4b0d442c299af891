import type { Batch } from '@dezky/kit/context/request-context';
import type { OcisClient, PersonalDrive } from '../ocis/ocis-client';

/** Up to so many drives are asked for one by one; the server lists only all drives of everybody. */
const askedSingly = 4;

/** Drives as the storage server has them now, by the owner's id there; null before the owner first opened the storage. */
export const liveDrives = (ocis: OcisClient): Batch<string, PersonalDrive | null> => ({
  name: 'liveDrives',
  load: async (_context, ownerIds) => {
    if (ownerIds.length <= askedSingly) return Promise.all(ownerIds.map((id) => ocis.driveOf(id)));
    const byOwner = new Map((await ocis.listPersonalDrives()).map((drive) => [drive.ownerId, drive]));
    return ownerIds.map((id) => byOwner.get(id) ?? null);
  },
});

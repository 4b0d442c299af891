import type { OcisClient, StorageAccount } from '../ocis/ocis-client';
import type { DriveEntity } from './drive.entity';

/** The account as the server has it; by its username while its id was not recorded, as after a lost answer. */
export async function liveAccount(ocis: OcisClient, { ocisUserId, username }: DriveEntity): Promise<StorageAccount | null> {
  const account = await ocis.getAccount(ocisUserId ?? username);
  // The path takes both, and the server folds the case of usernames.
  if (ocisUserId === null && account?.username.toLowerCase() !== username) return null;
  return account;
}

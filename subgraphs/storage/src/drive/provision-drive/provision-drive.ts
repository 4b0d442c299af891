import type { Reach } from '@dezky/kit/context/reach';
import type { Rows } from '@dezky/kit/database/rows';
import { isUniqueViolation } from '@dezky/kit/database/unique-violation';
import { BackEndError } from '@dezky/kit/http/back-end-error';
import type { OcisClient } from '../../ocis/ocis-client';
import { DriveEntity } from '../drive.entity';
import { reserveDrive } from '../drive.repository';

/**
 * Makes the member's account at the storage server; harmless to repeat. The row comes first, so that
 * an account whose creation was answered to nobody is found again under its username.
 *
 * @throws BackEndError `CONFLICT` when the username is another member's.
 */
export async function provisionDrive(rows: Rows, reach: Reach, ocis: OcisClient, input: { tenantId: string; memberId: string; username: string; displayName: string }): Promise<DriveEntity> {
  const { tenantId, memberId, displayName } = input;
  const username = input.username.toLowerCase();
  const drive = await rows.in(reach, (db) => reserveDrive(db, { tenantId, memberId, username, name: displayName }));
  const taken = (): BackEndError => new BackEndError('OCIS', 'CONFLICT', `The storage account ${username} belongs to somebody else.`);
  if (!drive) throw taken();
  const account = await ocis.ensureAccount({ username, displayName, mail: username });
  // Whose it is comes before anything is done to it: an account found by its name may be another member's, on its way to a new one.
  try {
    await rows.in(reach, (db) => db.update(DriveEntity, { id: drive.id }, { ocisUserId: account.id }));
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    // Without the row, nothing that takes this back finds the other one's account.
    await rows.in(reach, (db) => db.delete(DriveEntity, { id: drive.id }));
    throw taken();
  }
  if (!account.enabled) await ocis.setEnabled(account.id, true);
  await rows.in(reach, (db) => db.update(DriveEntity, { id: drive.id }, { state: 'ACTIVE' }));
  return rows.in(reach, (db) => db.findOneByOrFail(DriveEntity, { id: drive.id }));
}

import { keysetPage, type Page, type PageRequest } from '@dezky/kit/database/keyset';
import { newId } from '@dezky/kit/database/id';
import type { Db } from '@dezky/kit/database/rows';
import { In } from 'typeorm';
import { DriveEntity } from './drive.entity';

export const driveOfMember = (db: Db, memberId: string): Promise<DriveEntity | null> => db.findOneBy(DriveEntity, { memberId });

export const drivesOfMembers = (db: Db, memberIds: readonly string[]): Promise<DriveEntity[]> => db.findBy(DriveEntity, { memberId: In([...memberIds]) });

export const drivesOfTenants = (db: Db, tenantIds: readonly string[]): Promise<DriveEntity[]> => db.findBy(DriveEntity, { tenantId: In([...tenantIds]) });

export const countDrives = (db: Db, tenantId: string): Promise<number> => db.countBy(DriveEntity, { tenantId });

export const drivePage = (db: Db, tenantId: string, request: PageRequest): Promise<Page<DriveEntity>> =>
  keysetPage(db.createQueryBuilder(DriveEntity, 'drive').where('drive.tenant_id = :tenantId', { tenantId }), request, {
    column: 'lower(drive.name)',
    idColumn: 'drive.id',
    direction: 'ASC',
    cast: 'text',
    value: ({ name }) => name.toLowerCase(),
  });

/** The member's row, made when there is none; null when the username is another member's. */
export async function reserveDrive(db: Db, input: { tenantId: string; memberId: string; username: string; name: string }): Promise<DriveEntity | null> {
  await db.createQueryBuilder().insert().into(DriveEntity).values({ id: newId(), ...input, ocisUserId: null, state: 'PENDING' }).orIgnore().execute();
  const drive = await driveOfMember(db, input.memberId);
  return drive?.username === input.username ? drive : null;
}

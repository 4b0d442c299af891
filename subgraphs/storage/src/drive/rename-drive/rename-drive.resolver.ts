import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { isUniqueViolation } from '@dezky/kit/database/unique-violation';
import { BackEndError } from '@dezky/kit/http/back-end-error';
import { Arg, Ctx, Directive, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { OcisClient } from '../../ocis/ocis-client';
import { DriveEntity } from '../drive.entity';
import { drivePolicy } from '../drive.policy';
import { driveOfMember } from '../drive.repository';
import { liveAccount } from '../live-account';

@Resolver()
export class RenameDriveResolver {
  constructor(private readonly ocis: OcisClient) {}

  @Directive('@inaccessible')
  @Mutation(() => Boolean, { description: 'For identity: ties the account to another sign-in name; the drive and everything in it stay. True also when there is none. CONFLICT when the name is somebody else’s.' })
  @Authorize(drivePolicy.rename)
  async renameDrive(@Arg('memberId', () => ID) memberId: string, @Arg('username', () => String) name: string, @Ctx() context: RequestContext): Promise<boolean> {
    const username = name.toLowerCase();
    const drive = await context.rows.in(context.reach, (db) => driveOfMember(db, memberId));
    const account = drive && (await liveAccount(this.ocis, drive));
    if (!drive || !account) return true;
    // The row first: it is what holds that a name is one member's. With the account's id in it, the account is found again whatever its name.
    await context.rows
      .in(context.reach, (db) => db.update(DriveEntity, { id: drive.id }, { username, ocisUserId: account.id }))
      .catch((error: unknown) => {
        if (isUniqueViolation(error)) throw new BackEndError('OCIS', 'CONFLICT', `The storage account ${username} belongs to somebody else.`);
        throw error;
      });
    if (account.username.toLowerCase() !== username) await this.ocis.rename(account.id, { username, mail: username });
    return true;
  }

  @Directive('@inaccessible')
  @Query(() => String, { nullable: true, description: 'For identity: the sign-in name the account is tied to now, to read a change back; null when there is no account.' })
  @Authorize(drivePolicy.rename)
  async driveUsername(@Arg('memberId', () => ID) memberId: string, @Ctx() context: RequestContext): Promise<string | null> {
    const drive = await context.rows.in(context.reach, (db) => driveOfMember(db, memberId));
    return (drive && (await liveAccount(this.ocis, drive))?.username.toLowerCase()) ?? null;
  }
}

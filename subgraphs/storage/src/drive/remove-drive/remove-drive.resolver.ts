import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { Arg, Ctx, Directive, ID, Mutation, Resolver } from 'type-graphql';
import type { OcisClient } from '../../ocis/ocis-client';
import { DriveEntity } from '../drive.entity';
import { drivePolicy } from '../drive.policy';
import { driveOfMember } from '../drive.repository';
import { liveAccount } from '../live-account';

@Resolver()
export class RemoveDriveResolver {
  constructor(private readonly ocis: OcisClient) {}

  /** The row goes last: it is what finds the account again when the process dies in between. */
  @Directive('@inaccessible')
  @Mutation(() => Boolean, { description: 'For identity: deletes the account with its drive. True also when it is gone already.' })
  @Authorize(drivePolicy.remove)
  async removeDrive(@Arg('memberId', () => ID) memberId: string, @Ctx() context: RequestContext): Promise<boolean> {
    const drive = await context.rows.in(context.reach, (db) => driveOfMember(db, memberId));
    if (!drive) return true;
    const account = await liveAccount(this.ocis, drive);
    if (account) await this.ocis.deleteAccount(account.id);
    await context.rows.in(context.reach, (db) => db.delete(DriveEntity, { id: drive.id }));
    return true;
  }
}

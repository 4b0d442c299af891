import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { Arg, Ctx, Directive, ID, Mutation, Resolver } from 'type-graphql';
import type { OcisClient } from '../../ocis/ocis-client';
import { DriveEntity } from '../drive.entity';
import { drivePolicy } from '../drive.policy';
import { driveOfMember } from '../drive.repository';
import { liveAccount } from '../live-account';

@Resolver()
export class SuspendDriveResolver {
  constructor(private readonly ocis: OcisClient) {}

  @Directive('@inaccessible')
  @Mutation(() => Boolean, { description: 'For identity: disables the account; its drive and everything in it stay. True also when there is none.' })
  @Authorize(drivePolicy.suspend)
  async suspendDrive(@Arg('memberId', () => ID) memberId: string, @Ctx() context: RequestContext): Promise<boolean> {
    const drive = await context.rows.in(context.reach, (db) => driveOfMember(db, memberId));
    const account = drive && (await liveAccount(this.ocis, drive));
    if (!drive || !account) return true;
    await this.ocis.setEnabled(account.id, false);
    await context.rows.in(context.reach, (db) => db.update(DriveEntity, { id: drive.id }, { state: 'FROZEN' }));
    return true;
  }
}

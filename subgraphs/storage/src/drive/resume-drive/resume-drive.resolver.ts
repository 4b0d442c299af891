import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { BackEndError } from '@dezky/kit/http/back-end-error';
import { Arg, Ctx, Directive, ID, Mutation, Resolver } from 'type-graphql';
import type { OcisClient } from '../../ocis/ocis-client';
import { DriveEntity } from '../drive.entity';
import { drivePolicy } from '../drive.policy';
import { driveOfMember } from '../drive.repository';
import { liveAccount } from '../live-account';

@Resolver()
export class ResumeDriveResolver {
  constructor(private readonly ocis: OcisClient) {}

  @Directive('@inaccessible')
  @Mutation(() => Boolean, { description: 'For identity: enables the account again. False when there is none.' })
  @Authorize(drivePolicy.resume)
  async resumeDrive(@Arg('memberId', () => ID) memberId: string, @Ctx() context: RequestContext): Promise<boolean> {
    const drive = await context.rows.in(context.reach, (db) => driveOfMember(db, memberId));
    if (!drive) return false;
    const account = await liveAccount(this.ocis, drive);
    if (!account) throw new BackEndError('OCIS', 'NOT_FOUND', `ownCloud has no account ${drive.username} any more.`);
    await this.ocis.setEnabled(account.id, true);
    await context.rows.in(context.reach, (db) => db.update(DriveEntity, { id: drive.id }, { ocisUserId: account.id, state: 'ACTIVE' }));
    return true;
  }
}

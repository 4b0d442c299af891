import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { notFound } from '@dezky/kit/failure/errors';
import { BackendState } from '@dezky/kit/federation/shared.type';
import { Arg, Ctx, Directive, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { OcisClient } from '../../ocis/ocis-client';
import { drivePolicy } from '../drive.policy';
import { driveOfMember } from '../drive.repository';
import { Drive } from '../drive.type';
import { liveAccount } from '../live-account';
import { provisionDrive } from './provision-drive';
import { ProvisionDriveInput } from './provision-drive.input';

@Resolver()
export class ProvisionDriveResolver {
  constructor(private readonly ocis: OcisClient) {}

  @Directive('@inaccessible')
  @Mutation(() => Drive, { description: 'For identity: makes the storage account of a member, or finds the one made before.' })
  @Authorize(drivePolicy.provision)
  async provisionDrive(@Arg('input', () => ProvisionDriveInput) input: ProvisionDriveInput, @Ctx() context: RequestContext): Promise<Drive> {
    if (!context.reach.sees(input.tenantId)) throw notFound('tenant');
    return provisionDrive(context.rows, context.reach, this.ocis, input);
  }

  @Directive('@inaccessible')
  @Query(() => BackendState, { nullable: true, description: 'For identity: the account as the server has it now; null when there is none.' })
  @Authorize(drivePolicy.provision)
  async driveState(@Arg('memberId', () => ID) memberId: string, @Ctx() context: RequestContext): Promise<BackendState | null> {
    const drive = await context.rows.in(context.reach, (db) => driveOfMember(db, memberId));
    const account = drive && (await liveAccount(this.ocis, drive));
    if (!account) return null;
    return account.enabled ? 'ACTIVE' : 'FROZEN';
  }
}

import { Authorize } from '@dezky/kit/context/authorize';
import { type Batch, RequestContext } from '@dezky/kit/context/request-context';
import { SharesBackEndCall } from '@dezky/kit/federation/cost';
import { BigIntText } from '@dezky/kit/federation/scalars';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { OcisClient, PersonalDrive } from '../ocis/ocis-client';
import type { DriveEntity } from './drive.entity';
import { drivePolicy } from './drive.policy';
import { drivesOfMembers } from './drive.repository';
import { Drive, MemberReference } from './drive.type';
import { liveDrives } from './live-drive';

/** The drive of a member, or null when there is none or it is out of reach. */
const driveByMember: Batch<string, DriveEntity | null> = {
  name: 'driveByMember',
  load: async (context, memberIds) => {
    const rows = await context.rows.in(context.reach, (db) => drivesOfMembers(db, memberIds));
    return memberIds.map((id) => rows.find((row) => row.memberId === id && context.reach.sees(row.tenantId, id)) ?? null);
  },
};

@Resolver(() => MemberReference)
export class MemberDriveResolver {
  @FieldResolver(() => Drive, { nullable: true, description: 'Null until the account was ordered.' })
  @Authorize(drivePolicy.read)
  drive(@Root() member: MemberReference, @Ctx() context: RequestContext): Promise<Drive | null> {
    return context.load(driveByMember, member.id);
  }
}

@Resolver(() => Drive)
export class DriveResolver {
  private readonly live: Batch<string, PersonalDrive | null>;

  constructor(ocis: OcisClient) {
    this.live = liveDrives(ocis);
  }

  @SharesBackEndCall()
  @FieldResolver(() => BigIntText, { nullable: true, description: 'In bytes, read live. Null before the owner first opened the storage, and with an error while it cannot be reached.' })
  @Authorize(drivePolicy.read)
  async usedBytes(@Root() drive: Drive, @Ctx() context: RequestContext): Promise<bigint | null> {
    return (await this.of(drive, context))?.usedBytes ?? null;
  }

  @SharesBackEndCall()
  @FieldResolver(() => BigIntText, { nullable: true, description: 'In bytes, read live. Null is no limit, or as for usedBytes.' })
  @Authorize(drivePolicy.read)
  async quotaBytes(@Root() drive: Drive, @Ctx() context: RequestContext): Promise<bigint | null> {
    return (await this.of(drive, context))?.quotaBytes ?? null;
  }

  private of({ ocisUserId }: Drive, context: RequestContext): Promise<PersonalDrive | null> {
    return ocisUserId === null ? Promise.resolve(null) : context.load(this.live, ocisUserId);
  }
}

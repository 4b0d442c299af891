import { Authorize } from '@dezky/kit/context/authorize';
import { type Batch, RequestContext } from '@dezky/kit/context/request-context';
import { notFound } from '@dezky/kit/failure/errors';
import type { ConnectionOf } from '@dezky/kit/federation/connection';
import { AsksBackEnd } from '@dezky/kit/federation/cost';
import { BigIntText } from '@dezky/kit/federation/scalars';
import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { drivePolicy } from '../drive/drive.policy';
import { countDrives, drivePage, drivesOfTenants } from '../drive/drive.repository';
import { type Drive, DriveConnection } from '../drive/drive.type';
import type { OcisClient, PersonalDrive } from '../ocis/ocis-client';
import { TenantReference, TenantStorage } from './tenant-storage.type';

/** The drives of whole tenants as the server has them now: one statement and one list, whatever the number of tenants. */
const liveDrivesOfTenant = (ocis: OcisClient): Batch<string, readonly PersonalDrive[]> => ({
  name: 'liveDrivesOfTenant',
  load: async (context, tenantIds) => {
    const rows = await context.rows.in(context.reach, (db) => drivesOfTenants(db, tenantIds));
    const live = rows.length === 0 ? [] : await ocis.listPersonalDrives();
    return tenantIds.map((id) => {
      const owners = new Set(rows.filter((row) => row.tenantId === id).map((row) => row.ocisUserId));
      return live.filter((drive) => owners.has(drive.ownerId));
    });
  },
});

@Resolver(() => TenantReference)
export class TenantReferenceResolver {
  @FieldResolver(() => TenantStorage, { nullable: true, description: 'Null with an error while the storage cannot be reached.' })
  @Authorize(drivePolicy.list)
  storage(@Root() tenant: TenantReference, @Ctx() context: RequestContext): TenantStorage {
    if (!context.reach.sees(tenant.id)) throw notFound('tenant');
    return { tenantId: tenant.id };
  }
}

@Resolver(() => TenantStorage)
export class TenantStorageResolver {
  private readonly live: Batch<string, readonly PersonalDrive[]>;

  constructor(ocis: OcisClient) {
    this.live = liveDrivesOfTenant(ocis);
  }

  @AsksBackEnd()
  @FieldResolver(() => BigIntText, { description: 'In bytes, over the drives of all members, read live.' })
  @Authorize(drivePolicy.list)
  async usedBytes(@Root() storage: TenantStorage, @Ctx() context: RequestContext): Promise<bigint> {
    return (await context.load(this.live, storage.tenantId)).reduce((sum, drive) => sum + drive.usedBytes, 0n);
  }

  @AsksBackEnd()
  @FieldResolver(() => BigIntText, { nullable: true, description: 'In bytes, the sum of all limits; null while any drive has none.' })
  @Authorize(drivePolicy.list)
  async capacityBytes(@Root() storage: TenantStorage, @Ctx() context: RequestContext): Promise<bigint | null> {
    const drives = await context.load(this.live, storage.tenantId);
    if (drives.length === 0) return null;
    return drives.reduce<bigint | null>((sum, { quotaBytes }) => (sum === null || quotaBytes === null ? null : sum + quotaBytes), 0n);
  }

  @FieldResolver(() => DriveConnection)
  @Authorize(drivePolicy.list)
  async drives(
    @Root() { tenantId }: TenantStorage,
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() context: RequestContext,
  ): Promise<ConnectionOf<Drive>> {
    const page = await context.rows.in(context.reach, (db) => drivePage(db, tenantId, { first, after }));
    return { ...page, totalCount: () => context.rows.in(context.reach, (db) => countDrives(db, tenantId)) };
  }
}

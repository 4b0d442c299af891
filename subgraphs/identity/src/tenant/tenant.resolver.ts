import { Authorize } from '@dezky/kit/context/authorize';
import type { Batch } from '@dezky/kit/context/request-context';
import { RequestContext } from '@dezky/kit/context/request-context';
import { notFound } from '@dezky/kit/failure/errors';
import type { ConnectionOf } from '@dezky/kit/federation/connection';
import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { memberPolicy } from '../member/member.policy';
import { Member } from '../member/member.type';
import { ownersOf } from '../member/member.repository';
import { TenantEntity } from './tenant.entity';
import { tenantPolicy } from './tenant.policy';
import { countTenants, seatsUsed, tenantBySlug, tenantPage, tenantsById } from './tenant.repository';
import { Seats, Tenant, TenantConnection } from './tenant.type';

const toType = (row: TenantEntity): Tenant => Object.assign(new Tenant(), { id: row.id, slug: row.slug, name: row.name, createdAt: row.createdAt, seatLimit: row.seatLimit });

/** A tenant by its id, or null when it is out of reach. */
export const tenantById: Batch<string, Tenant | null> = {
  name: 'tenantById',
  load: async (context, ids) => {
    const rows = await context.rows.in(context.reach, (db) => tenantsById(db, ids));
    return ids.map((id) => rows.filter((row) => row.id === id).map(toType)[0] ?? null);
  },
};

const seatsOfTenant: Batch<string, number> = {
  name: 'seatsOfTenant',
  load: async (context, ids) => {
    const used = await context.rows.in(context.reach, (db) => seatsUsed(db, ids));
    return ids.map((id) => used.get(id) ?? 0);
  },
};

const ownerOfTenant: Batch<string, Member | null> = {
  name: 'ownerOfTenant',
  load: async (context, ids) => {
    const owners = await context.rows.in(context.reach, (db) => ownersOf(db, ids));
    return ids.map((id) => (owners.find(({ tenantId }) => tenantId === id) as Member | undefined) ?? null);
  },
};

@Resolver(() => Tenant)
export class TenantResolver {
  @Query(() => Tenant, { nullable: true, description: 'A tenant by its slug; null when there is none or it is not yours to see.' })
  @Authorize(tenantPolicy.read)
  async tenant(@Arg('slug', () => String) slug: string, @Ctx() context: RequestContext): Promise<Tenant | null> {
    const row = await context.rows.in(context.reach, (db) => tenantBySlug(db, slug));
    return row && toType(row);
  }

  @Query(() => TenantConnection, { description: 'For partners the tenants they look after, for operators all.' })
  @Authorize(tenantPolicy.list)
  tenants(
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Arg('search', () => String, { nullable: true }) search: string | null,
    @Ctx() context: RequestContext,
  ): Promise<ConnectionOf<Tenant>> {
    return listTenants(context, { first, after, ...(search ? { search } : {}) });
  }

  @FieldResolver(() => Seats)
  @Authorize(tenantPolicy.administer)
  async seats(@Root() tenant: Tenant, @Ctx() context: RequestContext): Promise<Seats> {
    // The tenant may have been read as a member of it, and the rule be admitted as an admin of another.
    if (!context.reach.sees(tenant.id)) throw notFound('tenant');
    return { used: await context.load(seatsOfTenant, tenant.id), limit: tenant.seatLimit };
  }

  @FieldResolver(() => Member, { nullable: true })
  @Authorize(memberPolicy.list)
  owner(@Root() tenant: Tenant, @Ctx() context: RequestContext): Promise<Member | null> {
    return context.load(ownerOfTenant, tenant.id);
  }
}

/** Tenants under the reach of the running rule. */
export async function listTenants(context: RequestContext, request: { first: number; after: string | null; search?: string }): Promise<ConnectionOf<Tenant>> {
  const page = await context.rows.in(context.reach, (db) => tenantPage(db, request));
  return {
    pageInfo: page.pageInfo,
    edges: page.edges.map(({ cursor, node }) => ({ cursor, node: toType(node) })),
    totalCount: () => context.rows.in(context.reach, (db) => countTenants(db, request.search)),
  };
}

import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import type { ConnectionOf } from '@dezky/kit/federation/connection';
import { Arg, Ctx, FieldResolver, Int, Resolver } from 'type-graphql';
import { listTenants } from '../tenant/tenant.resolver';
import { type Tenant, TenantConnection } from '../tenant/tenant.type';
import { partnerPolicy } from './partner.policy';
import { Partner } from './partner.type';

@Resolver(() => Partner)
export class PartnerResolver {
  @FieldResolver(() => TenantConnection, { description: 'The tenants the partner looks after.' })
  @Authorize(partnerPolicy.listTenants)
  tenants(
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Arg('search', () => String, { nullable: true }) search: string | null,
    @Ctx() context: RequestContext,
  ): Promise<ConnectionOf<Tenant>> {
    return listTenants(context, { first, after, ...(search ? { search } : {}) });
  }
}

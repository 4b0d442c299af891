import { Authorize } from '@dezky/kit/context/authorize';
import { type Batch, RequestContext } from '@dezky/kit/context/request-context';
import { AtMost } from '@dezky/kit/federation/cost';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { deliveryPathPolicy } from '../../delivery-path/delivery-path.policy';
import { traceDeliveries } from '../../delivery-path/trace-delivery';
import { domainsById } from '../domain.repository';
import { Domain } from '../domain.type';
import { RoleAddress } from './role-address.type';
import { expectedAt, roleAddressOf } from './role-addresses';

/** By the domain's id: of all domains that ask, the paths are followed together. */
const roleAddressesOfDomain: Batch<string, RoleAddress[]> = {
  name: 'roleAddressesOfDomain',
  load: (context, domainIds) =>
    context.rows.in(context.reach, async (db) => {
      const domains = (await domainsById(db, domainIds)).filter(({ tenantId }) => context.reach.sees(tenantId));
      const paths = await traceDeliveries(db, domains.flatMap(expectedAt));
      return domainIds.map((id) => {
        const domain = domains.find((one) => one.id === id);
        return paths.filter(({ tenantId, address }) => tenantId === domain?.tenantId && address.endsWith(`@${domain.name}`)).map(roleAddressOf);
      });
    }),
};

@Resolver(() => Domain)
export class RoleAddressesResolver {
  @AtMost(2)
  @FieldResolver(() => [RoleAddress], { description: 'Whether postmaster@ and abuse@ of it reach somebody. Empty while the domain is not verified: it can have no such address then.' })
  @Authorize(deliveryPathPolicy.read)
  roleAddresses(@Root() domain: Domain, @Ctx() context: RequestContext): Promise<RoleAddress[]> {
    return context.load(roleAddressesOfDomain, domain.id);
  }
}

import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { notFound } from '@dezky/kit/failure/errors';
import { AsksBackEnd } from '@dezky/kit/federation/cost';
import { EmailAddress } from '@dezky/kit/federation/scalars';
import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { normalAddress } from '../distribution-list/judge-recipients';
import { recipientsOfLists } from '../distribution-list/list-recipient.repository';
import type { StalwartClient } from '../stalwart/stalwart-client';
import { Tenant } from '../tenant/tenant.type';
import { checkDelivery } from './check-delivery';
import { deliveryPathPolicy } from './delivery-path.policy';
import { DeliveryCheck, DeliveryPath } from './delivery-path.type';
import { traceDeliveries } from './trace-delivery';

@Resolver(() => Tenant)
export class TenantDeliveryPathResolver {
  @FieldResolver(() => DeliveryPath, { nullable: true, description: 'Who receives mail to an address. Null with an error while the part for mail cannot be reached.' })
  @Authorize(deliveryPathPolicy.read)
  async deliveryPath(@Root() tenant: Tenant, @Arg('address', () => EmailAddress) address: string, @Ctx() context: RequestContext): Promise<DeliveryPath> {
    if (!context.reach.sees(tenant.id)) throw notFound('tenant');
    const asked = { tenantId: tenant.id, address: normalAddress(address) ?? address };
    const [path] = await context.rows.in(context.reach, (db) => traceDeliveries(db, [asked]));
    return path as DeliveryPath;
  }
}

@Resolver(() => DeliveryPath)
export class DeliveryPathResolver {
  constructor(private readonly stalwart: StalwartClient) {}

  @AsksBackEnd()
  @FieldResolver(() => DeliveryCheck, { nullable: true, description: 'The same as the mail server has it, for the hops that are shown. Null with an error while it cannot be reached.' })
  @Authorize(deliveryPathPolicy.read)
  async atMailServer(@Root() path: DeliveryPath, @Ctx() context: RequestContext): Promise<DeliveryCheck> {
    const lists = path.hops.flatMap(({ listId }) => (listId === null ? [] : [listId]));
    const recipients = await context.rows.in(context.reach, (db) => recipientsOfLists(db, lists));
    return checkDelivery(this.stalwart, path, recipients);
  }
}

import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { notFound } from '@dezky/kit/failure/errors';
import { Arg, Ctx, Directive, ID, Query, Resolver } from 'type-graphql';
import { In } from 'typeorm';
import { AddressEntity } from '../address.entity';
import { mailboxPolicy } from '../mailbox.policy';

@Resolver()
export class TakenAddressesResolver {
  @Directive('@inaccessible')
  @Query(() => [String], { description: 'For identity: those of the addresses that a mailbox, an alias or a list of the tenant has; in one statement, whatever their number.' })
  @Authorize(mailboxPolicy.offer)
  async takenAddresses(@Arg('tenantId', () => ID) tenantId: string, @Arg('addresses', () => [String]) addresses: string[], @Ctx() context: RequestContext): Promise<string[]> {
    if (!context.reach.sees(tenantId)) throw notFound('tenant');
    const wanted = addresses.map((address) => address.toLowerCase());
    const rows = await context.rows.in(context.reach, (db) => db.findBy(AddressEntity, { tenantId, address: In(wanted) }));
    return rows.map(({ address }) => address);
  }
}

import { Authorize } from '@dezky/kit/context/authorize';
import { type Batch, RequestContext } from '@dezky/kit/context/request-context';
import { notFound } from '@dezky/kit/failure/errors';
import { AsksBackEnd } from '@dezky/kit/federation/cost';
import type { Money } from '@dezky/kit/federation/shared.type';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { In } from 'typeorm';
import type { StripeClient, StripeSubscription } from '../stripe/stripe-client';
import { SubscriptionEntity } from './subscription.entity';
import { subscriptionPolicy } from './subscription.policy';
import { Billing, TenantReference } from './subscription.type';

const subscriptionOfTenant: Batch<string, SubscriptionEntity | null> = {
  name: 'subscriptionOfTenant',
  load: async (context, tenantIds) => {
    const rows = await context.rows.in(context.reach, (db) => db.findBy(SubscriptionEntity, { tenantId: In([...tenantIds]) }));
    return tenantIds.map((id) => rows.find(({ tenantId }) => tenantId === id) ?? null);
  },
};

@Resolver(() => TenantReference)
export class BillingResolver {
  constructor(private readonly stripe: StripeClient) {}

  @AsksBackEnd()
  @FieldResolver(() => Billing, { nullable: true, description: 'Read live from Stripe; null with an error while Stripe cannot be reached.' })
  @Authorize(subscriptionPolicy.read)
  async billing(@Root() tenant: TenantReference, @Ctx() context: RequestContext): Promise<Billing> {
    if (!context.reach.sees(tenant.id)) throw notFound('tenant');
    const row = await context.load(subscriptionOfTenant, tenant.id);
    const subscription = row?.subscriptionId ? await this.stripe.getSubscription(row.subscriptionId) : null;
    return {
      subscription: subscription && { id: subscription.id, plan: 'BUSINESS', status: subscription.status, seats: subscription.seats, cycle: subscription.cycle, renewsAt: subscription.renewsAt, cancelAt: subscription.cancelAt },
      monthlySpend: subscription && monthlySpend(subscription),
    };
  }
}

/** A yearly price is spread over its months, rounded to the minor unit. */
const monthlySpend = ({ seats, unitAmountMinor, currency, cycle }: StripeSubscription): Money => ({ amountMinor: Math.round((seats * unitAmountMinor) / (cycle === 'YEARLY' ? 12 : 1)), currency });

import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { notFound } from '@dezky/kit/failure/errors';
import { Arg, Ctx, Directive, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { StripeClient } from '../../stripe/stripe-client';
import { SubscriptionEntity } from '../subscription.entity';
import { subscriptionPolicy } from '../subscription.policy';
import { BilledSeats } from '../subscription.type';
import { setSeats } from './set-seats';
import { SetSeatsInput } from './set-seats.input';

@Resolver()
export class SetSeatsResolver {
  constructor(private readonly stripe: StripeClient) {}

  @Directive('@inaccessible')
  @Mutation(() => Boolean, { description: 'For identity: seats follow members. Makes customer and subscription with the first one.' })
  @Authorize(subscriptionPolicy.setSeats)
  async setSeats(@Arg('input', () => SetSeatsInput) input: SetSeatsInput, @Ctx() context: RequestContext): Promise<boolean> {
    if (!context.reach.sees(input.tenantId)) throw notFound('tenant');
    await setSeats(context.rows, context.reach, this.stripe, input);
    return true;
  }

  @Directive('@inaccessible')
  @Query(() => BilledSeats, { nullable: true, description: 'For identity: the seats Stripe has now, read back from there.' })
  @Authorize(subscriptionPolicy.setSeats)
  async billedSeats(@Arg('tenantId', () => ID) tenantId: string, @Ctx() context: RequestContext): Promise<BilledSeats | null> {
    const row = await context.rows.in(context.reach, (db) => db.findOneBy(SubscriptionEntity, { tenantId }));
    const subscription = row?.subscriptionId ? await this.stripe.getSubscription(row.subscriptionId) : null;
    return subscription && { seats: subscription.seats, version: Number(row?.billedVersion ?? 0) };
  }
}

import { Money } from '@dezky/kit/federation/shared.type';
import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';

export const Plan = { BUSINESS: 'BUSINESS' } as const;
export type Plan = (typeof Plan)[keyof typeof Plan];

export const SubscriptionStatus = {
  INCOMPLETE: 'INCOMPLETE',
  TRIALING: 'TRIALING',
  ACTIVE: 'ACTIVE',
  PAST_DUE: 'PAST_DUE',
  CANCELED: 'CANCELED',
  UNPAID: 'UNPAID',
  PAUSED: 'PAUSED',
} as const;
export type SubscriptionStatus = (typeof SubscriptionStatus)[keyof typeof SubscriptionStatus];

export const BillingCycle = { MONTHLY: 'MONTHLY', YEARLY: 'YEARLY' } as const;
export type BillingCycle = (typeof BillingCycle)[keyof typeof BillingCycle];

registerEnumType(Plan, { name: 'Plan', description: 'What a tenant subscribes to.' });
registerEnumType(SubscriptionStatus, { name: 'SubscriptionStatus', description: 'State of a subscription, as Stripe names it.' });
registerEnumType(BillingCycle, { name: 'BillingCycle', description: 'How often a subscription is billed.' });

@Directive('@key(fields: "id")')
@ObjectType('Tenant', { simpleResolvers: true })
export class TenantReference {
  @Field(() => ID)
  id: string;
}

@ObjectType({ simpleResolvers: true, description: 'A subscription, read live from Stripe.' })
export class BillingSubscription {
  @Field(() => ID)
  id: string;

  @Field(() => Plan)
  plan: Plan;

  @Field(() => SubscriptionStatus)
  status: SubscriptionStatus;

  @Field(() => Int, { description: 'What is billed; it follows the number of members.' })
  seats: number;

  @Field(() => BillingCycle)
  cycle: BillingCycle;

  @Field(() => Date, { nullable: true })
  renewsAt: Date | null;

  @Field(() => Date, { nullable: true })
  cancelAt: Date | null;
}

@ObjectType({ simpleResolvers: true, description: 'What a tenant pays.' })
export class Billing {
  @Field(() => BillingSubscription, { nullable: true, description: 'Null until the first member was created.' })
  subscription: BillingSubscription | null;

  @Field(() => Money, { nullable: true, description: 'Seats times the price of one, for a month.' })
  monthlySpend: Money | null;
}

@ObjectType({ simpleResolvers: true })
export class BilledSeats {
  @Field(() => Int)
  seats: number;

  @Field(() => Int)
  version: number;
}

import type Stripe from 'stripe';
import { BackEnd, BackEndError } from '@dezky/kit/http/back-end-error';

/** What of a subscription Dezky works with. */
export interface StripeSubscription {
  readonly id: string;
  readonly customerId: string;
  readonly status: 'INCOMPLETE' | 'ACTIVE' | 'TRIALING' | 'PAST_DUE' | 'CANCELED' | 'UNPAID' | 'PAUSED';
  /** Units of the seat price. */
  readonly seats: number;
  readonly itemId: string;
  readonly cycle: 'MONTHLY' | 'YEARLY';
  /** Per seat and cycle, in the currency's smallest unit. */
  readonly unitAmountMinor: number;
  /** ISO 4217, upper case. */
  readonly currency: string;
  /** End of the paid period; null once it ended. */
  readonly renewsAt: Date | null;
  readonly cancelAt: Date | null;
}

const statuses: Record<string, StripeSubscription['status']> = {
  incomplete: 'INCOMPLETE',
  incomplete_expired: 'CANCELED',
  active: 'ACTIVE',
  trialing: 'TRIALING',
  past_due: 'PAST_DUE',
  canceled: 'CANCELED',
  unpaid: 'UNPAID',
  paused: 'PAUSED',
};

/** Reads a subscription; since API version basil the period stands on the item. */
export function readSubscription(subscription: Stripe.Subscription): StripeSubscription {
  const item = subscription.items.data.find((entry) => entry.price.recurring?.usage_type === 'licensed');
  const status = statuses[subscription.status];
  if (!item || !status) throw unreadable(`subscription ${subscription.id} has no licensed item or an unknown status (${subscription.status})`);
  const ended = status === 'CANCELED';
  return {
    id: subscription.id,
    customerId: typeof subscription.customer === 'string' ? subscription.customer : subscription.customer.id,
    status,
    seats: item.quantity ?? 0,
    itemId: item.id,
    cycle: item.price.recurring?.interval === 'year' ? 'YEARLY' : 'MONTHLY',
    unitAmountMinor: item.price.unit_amount ?? 0,
    currency: item.price.currency.toUpperCase(),
    renewsAt: ended ? null : at(item.current_period_end),
    cancelAt: subscription.cancel_at === null ? null : at(subscription.cancel_at),
  };
}

const at = (seconds: number): Date => new Date(seconds * 1000);

export const unreadable = (what: string): BackEndError => new BackEndError(BackEnd.STRIPE, 'BROKEN', `Stripe gave an answer that cannot be used: ${what}.`);

import type { Price } from './catalogue';
import { type Customer, liveCustomer } from './customers';
import { type Invoice, openInvoice } from './invoices';
import { type Ledger, newId, now, type StripeObject } from './ledger';
import type { Parameters } from './parameters';
import { StripeFailure } from './stripe-error';

export interface SubscriptionItem extends StripeObject {
  readonly object: 'subscription_item';
  readonly price: Price;
  readonly quantity: number;
  readonly current_period_start: number;
  readonly current_period_end: number;
  readonly [member: string]: unknown;
}

export interface Subscription extends StripeObject {
  readonly object: 'subscription';
  readonly customer: string;
  readonly status: 'active' | 'incomplete' | 'canceled';
  readonly metadata: Record<string, string>;
  readonly items: { object: 'list'; data: SubscriptionItem[]; has_more: boolean; url: string };
  readonly [member: string]: unknown;
}

export interface SubscriptionBooks {
  readonly customers: Ledger<Customer>;
  readonly prices: Ledger<Price>;
  readonly subscriptions: Ledger<Subscription>;
  readonly invoices: Ledger<Invoice>;
}

/** One period later in UTC; a day the month has not is its last one. */
function periodEnd(start: number, recurring: Price['recurring']): number {
  const { interval, interval_count: count } = recurring ?? { interval: 'month' as const, interval_count: 1 };
  if (interval === 'day' || interval === 'week') return start + count * (interval === 'day' ? 86_400 : 604_800);
  const from = new Date(start * 1000);
  const months = from.getUTCMonth() + count * (interval === 'month' ? 1 : 12);
  const lastDay = new Date(Date.UTC(from.getUTCFullYear(), months + 1, 0)).getUTCDate();
  return Math.floor(Date.UTC(from.getUTCFullYear(), months, Math.min(from.getUTCDate(), lastDay), from.getUTCHours(), from.getUTCMinutes(), from.getUTCSeconds()) / 1000);
}

function newItem(parameters: Parameters, subscription: string, prices: Ledger<Price>, start: number): SubscriptionItem {
  const price = prices.get(parameters.required('price'), 'items[price]');
  const quantity = parameters.integer('quantity') ?? 1;
  const metadata = parameters.metadata();
  parameters.finish();
  if (price.type !== 'recurring') throw StripeFailure.refused('The price specified is set to `type=one_time` but this field only accepts prices with `type=recurring`.', 'items[price]');
  if (quantity < 0) throw StripeFailure.parameter('parameter_invalid_integer', 'items[quantity]');
  return {
    id: newId('subscription_item'),
    object: 'subscription_item',
    billing_thresholds: null,
    created: now(),
    current_period_start: start,
    current_period_end: periodEnd(start, price.recurring),
    discounts: [],
    metadata,
    price,
    quantity,
    subscription,
    tax_rates: [],
  };
}

const itemList = (id: string, data: SubscriptionItem[]): Subscription['items'] => ({ object: 'list', data, has_more: false, url: `/v1/subscription_items?subscription=${id}` });

/** `send_invoice` is active at once; a card nobody has entered leaves the subscription incomplete. */
export function createSubscription(parameters: Parameters, books: SubscriptionBooks): Subscription {
  const customer = liveCustomer(parameters.required('customer'), books.customers, 'customer');
  const groups = parameters.groups('items');
  if (!groups || groups.length === 0) throw StripeFailure.parameter('parameter_missing', 'items');
  const id = newId('subscription');
  const start = now();
  const items = groups.map((group) => newItem(group, id, books.prices, start));
  const collection = parameters.choice('collection_method', ['charge_automatically', 'send_invoice']) ?? 'charge_automatically';
  const daysUntilDue = parameters.integer('days_until_due') ?? null;
  parameters.choice('payment_behavior', ['allow_incomplete', 'default_incomplete', 'error_if_incomplete', 'pending_if_incomplete']);
  const settings = parameters.group('payment_settings');
  const saveMethod = settings?.choice('save_default_payment_method', ['off', 'on_subscription']) ?? null;
  settings?.finish();
  const metadata = parameters.metadata();
  parameters.finish();
  if (collection === 'send_invoice' && daysUntilDue === null) throw StripeFailure.parameter('parameter_missing', 'days_until_due');
  const currency = items[0]?.price.currency ?? 'eur';
  const blank = {
    application: null,
    application_fee_percent: null,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    billing_cycle_anchor: start,
    billing_cycle_anchor_config: null,
    billing_mode: { flexible: {}, type: 'flexible' },
    billing_schedules: [],
    billing_thresholds: null,
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
    customer_account: null,
    default_payment_method: null,
    default_source: null,
    default_tax_rates: [],
    description: null,
    discounts: [],
    ended_at: null,
    invoice_settings: { account_tax_ids: null, custom_fields: null, description: null, footer: null, issuer: { type: 'self' } },
    livemode: false,
    managed_payments: null,
    next_pending_invoice_item_invoice: null,
    on_behalf_of: null,
    pause_collection: null,
    payment_settings: { payment_method_options: null, payment_method_types: null, save_default_payment_method: saveMethod },
    pending_invoice_item_interval: null,
    pending_setup_intent: null,
    pending_update: null,
    schedule: null,
    start_date: start,
    test_clock: null,
    transfer_data: null,
    trial_end: null,
    trial_settings: { end_behavior: { missing_payment_method: 'create_invoice' } },
    trial_start: null,
  };
  const status = collection === 'send_invoice' ? 'active' : 'incomplete';
  const subscription: Subscription = { ...blank, id, object: 'subscription', created: start, customer: customer.id, currency, status, metadata, collection_method: collection, days_until_due: daysUntilDue, items: itemList(id, items) };
  const invoice = openInvoice(subscription, daysUntilDue, books.invoices);
  return books.subscriptions.put({ ...subscription, latest_invoice: invoice.id });
}

/** An item without its id is a second one: the caller has to name the item it means. */
export function updateSubscription(id: string, parameters: Parameters, books: SubscriptionBooks): Subscription {
  const current = books.subscriptions.get(id);
  if (current.status === 'canceled') throw StripeFailure.missing('subscription', id);
  let items = current.items.data;
  for (const group of parameters.groups('items') ?? []) {
    const itemId = group.text('id');
    const existing = items.find((item) => item.id === itemId);
    if (itemId !== undefined && !existing) throw StripeFailure.missing('subscription_item', itemId, 'items[id]');
    if (!existing) {
      items = [...items, newItem(group, id, books.prices, now())];
      continue;
    }
    const quantity = group.integer('quantity') ?? existing.quantity;
    const priceId = group.text('price');
    const removed = group.flag('deleted') ?? false;
    group.finish();
    if (quantity < 0) throw StripeFailure.parameter('parameter_invalid_integer', 'items[quantity]');
    const price = priceId === undefined ? existing.price : books.prices.get(priceId, 'items[price]');
    items = removed ? items.filter((item) => item !== existing) : items.map((item) => (item === existing ? { ...item, quantity, price } : item));
  }
  parameters.choice('proration_behavior', ['create_prorations', 'always_invoice', 'none']);
  parameters.choice('payment_behavior', ['allow_incomplete', 'default_incomplete', 'error_if_incomplete', 'pending_if_incomplete']);
  const cancelAtEnd = parameters.flag('cancel_at_period_end');
  const metadata = parameters.metadata(current.metadata);
  parameters.finish();
  const end = items[0]?.current_period_end ?? null;
  const cancel = cancelAtEnd === undefined ? {} : { cancel_at_period_end: cancelAtEnd, cancel_at: cancelAtEnd ? end : null, canceled_at: cancelAtEnd ? now() : null };
  return books.subscriptions.put({ ...current, ...cancel, metadata, items: itemList(id, items) });
}

export function cancelSubscription(id: string, parameters: Parameters, books: SubscriptionBooks): Subscription {
  const current = books.subscriptions.get(id);
  parameters.flag('prorate');
  parameters.flag('invoice_now');
  parameters.finish();
  if (current.status === 'canceled') throw StripeFailure.missing('subscription', id);
  return books.subscriptions.put({ ...current, status: 'canceled', canceled_at: now(), ended_at: now(), cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: 'cancellation_requested' } });
}

/** Without `status` canceled ones are left out. */
export function listedSubscriptions(parameters: Parameters, books: SubscriptionBooks): Subscription[] {
  const customer = parameters.text('customer');
  const status = parameters.choice('status', ['all', 'active', 'incomplete', 'canceled', 'past_due', 'trialing', 'unpaid', 'paused', 'ended', 'incomplete_expired']);
  return books.subscriptions
    .all()
    .filter((subscription) => customer === undefined || subscription.customer === customer)
    .filter((subscription) => (status === undefined ? subscription.status !== 'canceled' : status === 'all' || subscription.status === status));
}

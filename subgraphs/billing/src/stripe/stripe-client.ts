import Stripe from 'stripe';
import { BackEnd } from '@dezky/kit/http/back-end-error';
import { backEndFetch } from '@dezky/kit/http/back-end-fetch';
import { fromStripe } from './errors';
import { readSubscription, type StripeSubscription, unreadable } from './stripe.wire';

export type { StripeSubscription } from './stripe.wire';

/** A plan as it is sold: a product and one price per seat and cycle. */
export interface SeatPlan {
  /** Ours to choose, so that two starts make one product. */
  readonly productId: string;
  readonly productName: string;
  /** Found by this name; the price's id differs between accounts. */
  readonly lookupKey: string;
  readonly currency: string;
  /** Per seat and cycle, in the currency's smallest unit. */
  readonly unitAmountMinor: number;
  readonly interval: 'month' | 'year';
}

export const businessMonthly: SeatPlan = {
  productId: 'dezky_business',
  productName: 'Dezky Business',
  lookupKey: 'dezky_business_monthly',
  currency: 'eur',
  unitAmountMinor: 900,
  interval: 'month',
};

/** What Dezky asks of Stripe. Every verb throws `BackEndError` only, and may be repeated. */
export interface StripeClient {
  /** The tenant's customer, made when there is none; name and address are brought up to date. */
  ensureCustomer(input: { tenantId: string; name: string; email: string }): Promise<{ id: string; created: boolean }>;
  /** The tenant's subscription that has not ended, made when there is none. Seats of an existing one are left alone. */
  ensureSubscription(input: { customerId: string; tenantId: string; priceLookupKey: string; seats: number }): Promise<StripeSubscription & { created: boolean }>;
  /** @throws BackEndError `NOT_FOUND` when the subscription has ended or never was. */
  setSeats(subscriptionId: string, seats: number): Promise<StripeSubscription>;
  getSubscription(id: string): Promise<StripeSubscription | null>;
  ensurePlan(plan?: SeatPlan): Promise<{ priceId: string; created: boolean }>;
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Invoices are payable after this many days; a card is the member's choice later on. */
const daysUntilDue = 14;

/**
 * A client of Stripe, or of a server that speaks like it.
 *
 * @param options.url origin of the API.
 * @param options.secretKey `sk_…`
 */
export function createStripeClient(options: { url: string; secretKey: string; timeoutMs?: number }): StripeClient {
  const { hostname, port, protocol } = new URL(options.url);
  const http = backEndFetch({ system: BackEnd.STRIPE, attempts: 1, timeoutMs: options.timeoutMs ?? 5_000 });
  const stripe = new Stripe(options.secretKey, {
    host: hostname,
    port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
    protocol: protocol === 'https:' ? 'https' : 'http',
    httpClient: Stripe.createFetchHttpClient(http.fetch),
    // The library repeats a POST under the same idempotency key, which our fetch cannot know to be harmless.
    maxNetworkRetries: 1,
    telemetry: false,
  });

  const findCustomer = async (tenantId: string): Promise<Stripe.Customer | undefined> => {
    const { data } = await stripe.customers.search({ query: `metadata['tenantId']:'${tenantId}'`, limit: 1 });
    return data[0];
  };

  /**
   * Search lags behind by up to a minute and keys are kept for a day: together they leave no
   * gap. The creating request carries nothing but the tenant, so that a repetition under
   * its key is the same request whatever the tenant is called by then.
   */
  const ensureCustomer: StripeClient['ensureCustomer'] = async ({ tenantId, name, email }) => {
    if (!/^[\w-]+$/.test(tenantId)) throw unreadable(`${tenantId} is no tenant id`);
    const existing = await findCustomer(tenantId);
    const customer = existing ?? (await stripe.customers.create({ metadata: { tenantId } }, { idempotencyKey: `tenant-${tenantId}-customer` }));
    if (customer.name !== name || customer.email !== email) await stripe.customers.update(customer.id, { name, email });
    return { id: customer.id, created: existing === undefined };
  };

  const priceByKey = async (lookupKey: string): Promise<Stripe.Price | undefined> => {
    const { data } = await stripe.prices.list({ lookup_keys: [lookupKey], active: true, limit: 1 });
    return data[0];
  };

  const ensureSubscription: StripeClient['ensureSubscription'] = async ({ customerId, tenantId, priceLookupKey, seats }) => {
    const { data } = await stripe.subscriptions.list({ customer: customerId, status: 'all', limit: 100 });
    const ours = data.filter((subscription) => subscription.metadata['tenantId'] === tenantId);
    const running = ours.map(readSubscription).find(({ status }) => status !== 'CANCELED');
    if (running) return { ...running, created: false };
    const price = await priceByKey(priceLookupKey);
    if (!price) throw unreadable(`there is no price ${priceLookupKey}`);
    const made = await stripe.subscriptions.create(
      {
        customer: customerId,
        items: [{ price: price.id, quantity: seats }],
        collection_method: 'send_invoice',
        days_until_due: daysUntilDue,
        metadata: { tenantId },
      },
      // Counted, so that a tenant who left and came back gets a new one and not the answer of the first.
      { idempotencyKey: `tenant-${tenantId}-subscription-${ours.length}` },
    );
    return { ...readSubscription(made), created: true };
  };

  const getSubscription = async (id: string): Promise<StripeSubscription | null> => {
    try {
      return readSubscription(await stripe.subscriptions.retrieve(id));
    } catch (error) {
      if (fromStripe(error).fault === 'NOT_FOUND') return null;
      throw error;
    }
  };

  const setSeats: StripeClient['setSeats'] = async (subscriptionId, seats) => {
    const current = readSubscription(await stripe.subscriptions.retrieve(subscriptionId));
    // Without the item's id a second item would be added.
    await stripe.subscriptions.update(subscriptionId, { items: [{ id: current.itemId, quantity: seats }], proration_behavior: 'create_prorations' });
    const after = readSubscription(await stripe.subscriptions.retrieve(subscriptionId));
    if (after.seats !== seats) throw unreadable(`${seats} seats were set and ${after.seats} are there`);
    return after;
  };

  const ensurePlan: StripeClient['ensurePlan'] = async (plan = businessMonthly) => {
    const existing = await priceByKey(plan.lookupKey);
    if (existing) return { priceId: existing.id, created: false };
    await stripe.products.create({ id: plan.productId, name: plan.productName }).catch((error: unknown) => {
      if (fromStripe(error).code !== 'resource_already_exists') throw error;
    });
    const { productId: product, currency, unitAmountMinor, interval, lookupKey } = plan;
    const made = await stripe.prices.create(
      { product, currency, unit_amount: unitAmountMinor, recurring: { interval }, lookup_key: lookupKey, tax_behavior: 'exclusive' },
      { idempotencyKey: `price-${lookupKey}-${unitAmountMinor}` },
    );
    return { priceId: made.id, created: true };
  };

  return {
    ensureCustomer: (input) => mapped(ensureCustomer(input)),
    ensureSubscription: (input) => mapped(ensureSubscription(input)),
    setSeats: (subscriptionId, seats) => mapped(setSeats(subscriptionId, seats)),
    getSubscription: (id) => mapped(getSubscription(id)),
    ensurePlan: (plan) => mapped(ensurePlan(plan)),
    ping: () => mapped(stripe.customers.list({ limit: 1 }).then(() => undefined)),
    close: () => http.close(),
  };
}

const mapped = <T>(work: Promise<T>): Promise<T> =>
  work.catch((error: unknown) => {
    throw fromStripe(error);
  });

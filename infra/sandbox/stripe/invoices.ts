import { type Ledger, newId, now, type StripeObject } from './ledger';
import type { Parameters } from './parameters';
import type { Subscription } from './subscriptions';

export interface Invoice extends StripeObject {
  readonly object: 'invoice';
  readonly customer: string;
  readonly status: 'draft' | 'open' | 'paid';
  readonly [member: string]: unknown;
}

/** The first invoice of a subscription: its items in full for one period. */
export function openInvoice(subscription: Subscription, daysUntilDue: number | null, invoices: Ledger<Invoice>): Invoice {
  const amount = subscription.items.data.reduce((sum, item) => sum + item.quantity * item.price.unit_amount, 0);
  const created = now();
  const [item] = subscription.items.data;
  return invoices.put({
    id: newId('invoice'),
    object: 'invoice',
    created,
    customer: subscription.customer,
    currency: String(subscription['currency']),
    status: daysUntilDue === null ? 'draft' : 'open',
    number: daysUntilDue === null ? null : `DZ-${String(invoices.all().length + 1).padStart(4, '0')}`,
    amount_due: amount,
    amount_paid: 0,
    amount_remaining: amount,
    subtotal: amount,
    total: amount,
    total_taxes: [],
    billing_reason: 'subscription_create',
    collection_method: subscription['collection_method'],
    due_date: daysUntilDue === null ? null : created + daysUntilDue * 86_400,
    period_start: item?.current_period_start ?? created,
    period_end: item?.current_period_end ?? created,
    hosted_invoice_url: null,
    invoice_pdf: null,
    livemode: false,
    metadata: {},
    parent: { quote_details: null, subscription_details: { metadata: subscription.metadata, subscription: subscription.id }, type: 'subscription_details' },
  });
}

export function listedInvoices(parameters: Parameters, invoices: Ledger<Invoice>): Invoice[] {
  const customer = parameters.text('customer');
  const status = parameters.choice('status', ['draft', 'open', 'paid', 'uncollectible', 'void']);
  return invoices.all().filter((invoice) => (customer === undefined || invoice.customer === customer) && (status === undefined || invoice.status === status));
}

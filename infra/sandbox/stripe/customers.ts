import { type Ledger, newId, now, type StripeObject } from './ledger';
import type { Parameters } from './parameters';
import { StripeFailure } from './stripe-error';

interface Address {
  city: string | null;
  country: string | null;
  line1: string | null;
  line2: string | null;
  postal_code: string | null;
  state: string | null;
}

export interface Customer extends StripeObject {
  readonly object: 'customer';
  readonly name: string | null;
  readonly email: string | null;
  readonly metadata: Record<string, string>;
  readonly address: Address | null;
  readonly deleted?: boolean;
  readonly [member: string]: unknown;
}

const cleared = (value: string | undefined, current: string | null): string | null => (value === undefined ? current : value === '' ? null : value);

function readAddress(group: Parameters | undefined, current: Address | null): Address | null {
  if (!group) return current;
  const part = (name: keyof Address): string | null => cleared(group.text(name), null);
  const address = { city: part('city'), country: part('country'), line1: part('line1'), line2: part('line2'), postal_code: part('postal_code'), state: part('state') };
  group.finish();
  return address;
}

/** What both create and update take. */
function change(parameters: Parameters, current: Customer): Customer {
  const changed: Customer = {
    ...current,
    name: cleared(parameters.text('name'), current.name),
    email: cleared(parameters.text('email'), current.email),
    phone: cleared(parameters.text('phone'), (current['phone'] as string | null | undefined) ?? null),
    description: cleared(parameters.text('description'), (current['description'] as string | null | undefined) ?? null),
    tax_exempt: parameters.choice('tax_exempt', ['none', 'exempt', 'reverse']) ?? current['tax_exempt'],
    preferred_locales: parameters.texts('preferred_locales') ?? current['preferred_locales'],
    address: readAddress(parameters.group('address'), current.address),
    metadata: parameters.metadata(current.metadata),
  };
  parameters.finish();
  if (changed.email !== null && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(changed.email)) throw StripeFailure.refused(`Invalid email address: ${changed.email}`, 'email', 'email_invalid');
  return changed;
}

export function createCustomer(parameters: Parameters, customers: Ledger<Customer>): Customer {
  const id = newId('customer');
  const blank: Customer = {
    id,
    object: 'customer',
    created: now(),
    name: null,
    email: null,
    metadata: {},
    address: null,
    balance: 0,
    currency: null,
    default_source: null,
    delinquent: false,
    description: null,
    discount: null,
    invoice_prefix: id.slice(-8).toUpperCase(),
    invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
    livemode: false,
    next_invoice_sequence: 1,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  };
  return customers.put(change(parameters, blank));
}

export function updateCustomer(id: string, parameters: Parameters, customers: Ledger<Customer>): Customer {
  return customers.put(change(parameters, liveCustomer(id, customers, 'id')));
}

/** A deleted customer can be read and nothing else. */
export function liveCustomer(id: string, customers: Ledger<Customer>, param: string): Customer {
  const customer = customers.get(id, param);
  if (customer.deleted) throw StripeFailure.missing('customer', id, param);
  return customer;
}

export const showCustomer = (customer: Customer): object => (customer.deleted ? { id: customer.id, object: 'customer', deleted: true } : customer);

export function listedCustomers(parameters: Parameters, customers: Ledger<Customer>): Customer[] {
  const email = parameters.text('email');
  return customers.all().filter((customer) => !customer.deleted && (email === undefined || customer.email === email));
}

/** The one form of the search language in use: `metadata['key']:'value'`, joined with AND. */
export function searchedCustomers(query: string, customers: Ledger<Customer>): Customer[] {
  const conditions = query.split(/\s+AND\s+/i).map((part) => /^metadata\[(["'])([^"']+)\1\]:(["'])([^"']*)\3$/.exec(part.trim()));
  if (conditions.includes(null)) throw StripeFailure.refused(`We were unable to parse your search query: ${query}`, 'query');
  return customers.all().filter((customer) => !customer.deleted && conditions.every((condition) => customer.metadata[condition?.[2] ?? ''] === condition?.[4]));
}

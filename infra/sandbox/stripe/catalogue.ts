import { type Ledger, newId, now, type StripeObject } from './ledger';
import type { Parameters } from './parameters';
import { StripeFailure } from './stripe-error';

export interface Product extends StripeObject {
  readonly object: 'product';
  readonly name: string;
  readonly active: boolean;
  readonly [member: string]: unknown;
}

export interface Price extends StripeObject {
  readonly object: 'price';
  readonly active: boolean;
  readonly currency: string;
  readonly lookup_key: string | null;
  readonly product: string;
  readonly recurring: { interval: 'day' | 'week' | 'month' | 'year'; interval_count: number; meter: null; usage_type: 'licensed' } | null;
  readonly type: 'recurring' | 'one_time';
  readonly unit_amount: number;
  readonly [member: string]: unknown;
}

const taken = (message: string, param: string): StripeFailure => StripeFailure.refused(message, param, 'resource_already_exists');

export function createProduct(parameters: Parameters, products: Ledger<Product>): Product {
  const id = parameters.text('id') ?? newId('product');
  const name = parameters.required('name');
  const description = parameters.text('description') ?? null;
  const metadata = parameters.metadata();
  const active = parameters.flag('active') ?? true;
  const unitLabel = parameters.text('unit_label') ?? null;
  const taxCode = parameters.text('tax_code') ?? null;
  parameters.finish();
  if (products.find(id)) throw taken(`Product already exists.`, 'id');
  return products.put({
    id,
    object: 'product',
    active,
    created: now(),
    default_price: null,
    description,
    images: [],
    livemode: false,
    marketing_features: [],
    metadata,
    name,
    package_dimensions: null,
    shippable: null,
    statement_descriptor: null,
    tax_code: taxCode,
    unit_label: unitLabel,
    updated: now(),
    url: null,
  });
}

export function createPrice(parameters: Parameters, prices: Ledger<Price>, products: Ledger<Product>): Price {
  const currency = parameters.required('currency').toLowerCase();
  const product = products.get(parameters.required('product'), 'product').id;
  const unitAmount = parameters.integer('unit_amount');
  const recurring = parameters.group('recurring');
  const interval = recurring?.choice('interval', ['day', 'week', 'month', 'year']);
  if (recurring && interval === undefined) throw StripeFailure.parameter('parameter_missing', 'recurring[interval]');
  const intervalCount = recurring?.integer('interval_count') ?? 1;
  recurring?.finish();
  const lookupKey = parameters.text('lookup_key') ?? null;
  const transfer = parameters.flag('transfer_lookup_key') ?? false;
  const metadata = parameters.metadata();
  const nickname = parameters.text('nickname') ?? null;
  const taxBehavior = parameters.choice('tax_behavior', ['exclusive', 'inclusive', 'unspecified']) ?? 'unspecified';
  parameters.finish();
  if (unitAmount === undefined) throw StripeFailure.parameter('parameter_missing', 'unit_amount');
  const holder = lookupKey === null ? undefined : prices.all().find((price) => price.active && price.lookup_key === lookupKey);
  if (holder && !transfer) throw taken(`A price (\`${holder.id}\`) already uses that lookup key.`, 'lookup_key');
  if (holder) prices.put({ ...holder, lookup_key: null });
  return prices.put({
    id: newId('price'),
    object: 'price',
    active: true,
    billing_scheme: 'per_unit',
    created: now(),
    currency,
    custom_unit_amount: null,
    livemode: false,
    lookup_key: lookupKey,
    metadata,
    nickname,
    product,
    recurring: interval ? { interval, interval_count: intervalCount, meter: null, usage_type: 'licensed' } : null,
    tax_behavior: taxBehavior,
    tiers_mode: null,
    transform_quantity: null,
    type: interval ? 'recurring' : 'one_time',
    unit_amount: unitAmount,
    unit_amount_decimal: String(unitAmount),
  });
}

export function listedPrices(parameters: Parameters, prices: Ledger<Price>): Price[] {
  const active = parameters.flag('active');
  const keys = parameters.texts('lookup_keys');
  const type = parameters.choice('type', ['recurring', 'one_time']);
  const product = parameters.text('product');
  return prices
    .all()
    .filter(
      (price) =>
        (active === undefined || price.active === active) &&
        (keys === undefined || (price.lookup_key !== null && keys.includes(price.lookup_key))) &&
        (type === undefined || price.type === type) &&
        (product === undefined || price.product === product),
    );
}

/** The amount of a price never changes; it can be put away, named and labelled. */
export function updatePrice(id: string, parameters: Parameters, prices: Ledger<Price>): Price {
  const current = prices.get(id);
  const active = parameters.flag('active') ?? current.active;
  const nickname = parameters.text('nickname') ?? current['nickname'];
  const metadata = parameters.metadata(current['metadata'] as Record<string, string>);
  parameters.finish();
  return prices.put({ ...current, active, nickname, metadata });
}

export function updateProduct(id: string, parameters: Parameters, products: Ledger<Product>): Product {
  const current = products.get(id);
  const active = parameters.flag('active') ?? current.active;
  const name = parameters.text('name') ?? current.name;
  const metadata = parameters.metadata(current['metadata'] as Record<string, string>);
  parameters.finish();
  return products.put({ ...current, active, name, metadata, updated: now() });
}

import { randomBytes } from 'node:crypto';
import type { Collection, Store } from '../store';
import type { Parameters } from './parameters';
import { StripeFailure } from './stripe-error';

export interface StripeObject {
  readonly id: string;
  readonly object: string;
  readonly created: number;
}

const prefixes = { customer: 'cus', product: 'prod', price: 'price', subscription: 'sub', subscription_item: 'si', invoice: 'in' } as const;
export type ObjectName = keyof typeof prefixes;

export const newId = (object: ObjectName): string => `${prefixes[object]}_${randomBytes(12).toString('base64url').replace(/[-_]/g, 'x')}`;

/** Seconds since 1970, as every time in the API. */
export const now = (): number => Math.floor(Date.now() / 1000);

/** All objects of one kind. */
export class Ledger<T extends StripeObject> {
  private readonly objects: Collection<T>;

  constructor(
    store: Store,
    private readonly object: ObjectName,
  ) {
    this.objects = store.collection<T>(object);
  }

  put(value: T): T {
    this.objects.put(value.id, value);
    return value;
  }

  find(id: string): T | undefined {
    return this.objects.get(id) as T | undefined;
  }

  /** @throws StripeFailure `resource_missing`; `param` says where the id stood. */
  get(id: string, param = 'id'): T {
    const value = this.find(id);
    if (!value) throw StripeFailure.missing(this.object, id, param);
    return value;
  }

  /** Newest first. */
  all(): T[] {
    return (this.objects.values() as T[]).reverse();
  }

  delete(id: string): boolean {
    return this.objects.delete(id);
  }
}

export interface ListPage<T> {
  readonly object: 'list';
  readonly data: readonly T[];
  readonly has_more: boolean;
  readonly url: string;
}

/** A page: 1 to 100 rows, 10 by default, after or before an object's id. */
export function page<T extends StripeObject>(rows: readonly T[], parameters: Parameters, url: string): ListPage<T> {
  const limit = parameters.integer('limit') ?? 10;
  const after = parameters.text('starting_after');
  const before = parameters.text('ending_before');
  parameters.finish();
  if (limit < 1 || limit > 100) throw StripeFailure.refused('This value must be between 1 and 100.', 'limit', 'parameter_invalid_integer');
  const place = (id: string, param: string): number => {
    const index = rows.findIndex((row) => row.id === id);
    if (index < 0) throw StripeFailure.missing('object', id, param);
    return index;
  };
  if (before !== undefined) {
    const end = place(before, 'ending_before');
    const start = Math.max(end - limit, 0);
    return { object: 'list', data: rows.slice(start, end), has_more: start > 0, url };
  }
  const start = after === undefined ? 0 : place(after, 'starting_after') + 1;
  return { object: 'list', data: rows.slice(start, start + limit), has_more: start + limit < rows.length, url };
}

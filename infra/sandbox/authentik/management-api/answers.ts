import { type Exchange, json, type Reply, ReplyError } from '../../http/router';

/** Field errors, each with its messages, as Django REST framework gives them (contract 3). */
export const invalid = (errors: Record<string, unknown>): ReplyError => new ReplyError(json(400, errors));
export const missing = (model: string): ReplyError => new ReplyError(json(404, { detail: `No ${model} matches the given query.` }));

const defaultPageSize = 20;

/** One page in the list envelope; a page beyond the last is a 404. `maximum` is the instance's `pagination_max_page_size`. */
export const page = <T>(exchange: Exchange, rows: readonly T[], maximum: number): Reply => {
  const size = Math.min(Math.max(Number(exchange.query.get('page_size') ?? defaultPageSize) || defaultPageSize, 1), maximum);
  const total = Math.max(Math.ceil(rows.length / size), 1);
  const current = Number(exchange.query.get('page') ?? 1);
  if (!Number.isInteger(current) || current < 1 || current > total) throw new ReplyError(json(404, { detail: 'Invalid page.' }));
  const start = (current - 1) * size;
  const results = rows.slice(start, start + size);
  const pagination = {
    next: current < total ? current + 1 : 0,
    previous: current - 1,
    count: rows.length,
    current,
    total_pages: total,
    start_index: rows.length === 0 ? 0 : start + 1,
    end_index: start + results.length,
  };
  return json(200, { pagination, results, autocomplete: {} });
};

/** Sorted by `?ordering=field` or `-field`; an unknown field leaves the order as it is. */
export const ordered = <T extends object>(exchange: Exchange, rows: T[], fallback: keyof T & string): T[] => {
  const ordering = exchange.query.get('ordering') ?? fallback;
  const field = ordering.replace(/^-/, '') as keyof T;
  const direction = ordering.startsWith('-') ? -1 : 1;
  return [...rows].sort((a, b) => (a[field] < b[field] ? -direction : a[field] > b[field] ? direction : 0));
};

/** The body as an object. */
export const readObject = (exchange: Exchange): Record<string, unknown> => {
  if (!exchange.header('content-type')?.startsWith('application/json')) {
    throw new ReplyError(json(415, { detail: `Unsupported media type "${exchange.header('content-type') ?? ''}" in request.` }));
  }
  let body: unknown;
  try {
    body = exchange.json();
  } catch (error) {
    throw new ReplyError(json(400, { detail: `JSON parse error - ${error instanceof Error ? error.message : String(error)}` }));
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw invalid({ non_field_errors: ['Invalid data. Expected a dictionary.'] });
  }
  return body as Record<string, unknown>;
};

/** Reads the fields of a body and collects what is wrong with them; fields nobody asks for are ignored. */
export class Fields {
  private readonly errors: Record<string, unknown> = {};

  /** @param partial PATCH: absent fields are no fault. */
  constructor(
    private readonly body: Record<string, unknown>,
    private readonly partial: boolean,
  ) {}

  fail(name: string, error: unknown): void {
    this.errors[name] ??= Array.isArray(error) || typeof error === 'object' ? error : [error];
  }

  text(name: string, rules: { required?: boolean; blank?: boolean; max?: number; pattern?: RegExp; wrong?: string } = {}): string | undefined {
    const raw = this.body[name];
    if (raw === undefined) {
      if (rules.required && !this.partial) this.fail(name, 'This field is required.');
      return undefined;
    }
    if (raw === null) return void this.fail(name, 'This field may not be null.');
    if (typeof raw !== 'string' && typeof raw !== 'number') return void this.fail(name, 'Not a valid string.');
    const value = String(raw).trim();
    if (value === '' && !rules.blank) return void this.fail(name, 'This field may not be blank.');
    if (rules.max !== undefined && value.length > rules.max) return void this.fail(name, `Ensure this field has no more than ${rules.max} characters.`);
    if (value !== '' && rules.pattern && !rules.pattern.test(value)) return void this.fail(name, rules.wrong ?? 'Enter a valid value.');
    return value;
  }

  choice(name: string, choices: readonly string[]): string | undefined {
    const value = this.text(name);
    if (value !== undefined && !choices.includes(value)) return void this.fail(name, `"${value}" is not a valid choice.`);
    return value;
  }

  flag(name: string): boolean | undefined {
    const raw = this.body[name];
    if (raw === undefined) return undefined;
    if (typeof raw !== 'boolean') return void this.fail(name, 'Must be a valid boolean.');
    return raw;
  }

  object(name: string): Record<string, unknown> | undefined {
    const raw = this.body[name];
    if (raw === undefined) return undefined;
    if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return void this.fail(name, 'Value must be a dictionary.');
    return raw as Record<string, unknown>;
  }

  list<T>(name: string, read: (item: unknown) => T | { error: string }, rules: { required?: boolean } = {}): T[] | undefined {
    const raw = this.body[name];
    if (raw === undefined) {
      if (rules.required && !this.partial) this.fail(name, 'This field is required.');
      return undefined;
    }
    if (!Array.isArray(raw)) return void this.fail(name, `Expected a list of items but got type "${typeof raw}".`);
    const items: T[] = [];
    const errors: Record<string, string[]> = {};
    raw.forEach((item: unknown, index) => {
      const value = read(item);
      if (typeof value === 'object' && value !== null && 'error' in value) errors[String(index)] = [value.error];
      else items.push(value as T);
    });
    if (Object.keys(errors).length > 0) this.fail(name, errors);
    return items;
  }

  number(name: string): number | null | undefined {
    const raw = this.body[name];
    if (raw === undefined || raw === null) return raw as null | undefined;
    if (typeof raw !== 'number' || !Number.isInteger(raw)) return void this.fail(name, 'A valid integer is required.');
    return raw;
  }

  /** @throws ReplyError with every field that is wrong. */
  check(): void {
    if (Object.keys(this.errors).length > 0) throw invalid(this.errors);
  }
}

/** Copies only what was sent. */
export const present = <T extends object>(values: { [K in keyof T]: T[K] | undefined }): Partial<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;

import type { Directory } from './directory';
import { MethodFailure } from './failures';
import { isObject, type JsonObject } from './json';
import { idOrder } from './object-id';
import type { ObjectType } from './object-type';
import { argument } from './arguments';

type Row = [id: string, object: Readonly<JsonObject>];

/** `x:…/query`: filters are ANDed, the order is id descending unless sorted. */
export function query(type: ObjectType, args: JsonObject, accountId: string, directory: Directory): JsonObject {
  const limit = argument.count(args, 'limit');
  const position = argument.integer(args, 'position') ?? 0;
  const total = args['calculateTotal'] === true;
  const rows = directory.objects(type.name).entries();
  const found = sorted(type, rows.filter(([, object]) => matches(type, object, args['filter'])), args['sort']);
  const answer = { accountId, queryState: 'n', canCalculateChanges: true };
  if (total) {
    const start = position < 0 ? Math.max(found.length + position, 0) : position;
    const page = start >= found.length ? [] : found.slice(start, limit === undefined ? undefined : start + Math.max(limit, 1));
    const cut = limit !== undefined && limit < found.length;
    return { ...answer, position: page.length === 0 ? 0 : start, ids: page.map(([id]) => id), total: found.length, ...(cut ? { limit } : {}) };
  }
  // Without a total the server pages from the end of the default order and never reports a position.
  const size = limit === undefined ? found.length : Math.max(limit, 1);
  const start = position < 0 ? Math.max(found.length + position, 0) : position;
  const unsorted = args['sort'] === undefined && start > 0;
  const page = unsorted ? [...found].reverse().slice(start, start + size).reverse() : found.slice(start, start + size);
  const cut = limit !== undefined && limit > 0 && start === 0 && limit < found.length;
  return { ...answer, position: 0, ids: page.map(([id]) => id), ...(cut ? { limit } : {}) };
}

function matches(type: ObjectType, object: Readonly<JsonObject>, filter: unknown): boolean {
  if (filter === undefined || filter === null) return true;
  if (!isObject(filter as JsonObject)) throw new MethodFailure('invalidArguments', 'invalid filter');
  const conditions = filter as JsonObject;
  if (typeof conditions['operator'] === 'string') {
    if (conditions['operator'] !== 'AND') throw new MethodFailure('unsupportedFilter', 'Only AND is supported in filters');
    const parts = Array.isArray(conditions['conditions']) ? conditions['conditions'] : [];
    return parts.every((part) => matches(type, object, part));
  }
  return Object.entries(conditions).every(([name, value]) => {
    const test = type.filters[name];
    if (!test) throw new MethodFailure('unsupportedFilter', type.shape('User')?.[name] ? `Filter on property ${name} is not supported or invalid` : name);
    if (typeof value !== 'string') throw new MethodFailure('unsupportedFilter', `Filter on property ${name} is not supported or invalid`);
    return test(object, value);
  });
}

/** A filter is refused also where no object is there to try it on. */
export function checkFilter(type: ObjectType, filter: unknown): void {
  matches(type, {}, filter);
}

function sorted(type: ObjectType, rows: Row[], sort: unknown): Row[] {
  const byId = (left: Row, right: Row): number => (idOrder(left[0]) < idOrder(right[0]) ? -1 : 1);
  const comparators = (Array.isArray(sort) ? sort : []).map((entry) => {
    const { property, isAscending = true } = entry as { property?: string; isAscending?: boolean };
    if (property === undefined || !type.sorts.includes(property)) throw new MethodFailure('unsupportedSort', `Property ${String(property)} is not supported for sorting`);
    const direction = isAscending ? 1 : -1;
    return (left: Row, right: Row): number => {
      if (property === 'id') return direction * byId(left, right);
      const [a, b] = [String(left[1][property] ?? ''), String(right[1][property] ?? '')];
      return a === b ? 0 : direction * (a < b ? -1 : 1);
    };
  });
  if (comparators.length === 0) return rows.sort((left, right) => -byId(left, right));
  return rows.sort((left, right) => comparators.reduce((order, compare) => (order !== 0 ? order : compare(left, right)), 0) || byId(left, right));
}

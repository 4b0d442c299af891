import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { badUserInput } from '../failure/errors';

/** What a list that can grow is asked for. */
export interface PageRequest {
  /** 1 to 100. */
  readonly first: number;
  /** The cursor of the last row seen. */
  readonly after?: string | null;
}

export interface Page<Row> {
  readonly edges: readonly { readonly cursor: string; readonly node: Row }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** How a list is ordered: by one indexed column, the id deciding between equals. */
export interface KeysetOrder<Row> {
  /** SQL of the column, such as `member.display_name`. */
  readonly column: string;
  readonly idColumn: string;
  readonly direction: 'ASC' | 'DESC';
  /** The column's value as text or number, exactly as the database compares it. */
  value(row: Row): string | number;
  readonly cast: 'text' | 'bigint' | 'timestamptz';
}

const encode = (order: string, value: string | number, id: string): string => Buffer.from(JSON.stringify([order, value, id])).toString('base64url');

/** What the database takes without complaint: anybody can write a cursor, and a refused statement would look like our fault. */
const castable: Readonly<Record<KeysetOrder<never>['cast'], (value: string) => boolean>> = {
  text: (value) => !value.includes('\u0000'),
  bigint: (value) => /^-?\d{1,18}$/.test(value),
  timestamptz: (value) => /^[1-9]\d{3}-\d\d-\d\dT[\d:.]+Z$/.test(value) && !Number.isNaN(Date.parse(value)),
};

function decode(cursor: string, order: string, cast: KeysetOrder<never>['cast']): [string | number, string] {
  try {
    const [forOrder, value, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    const isValue = (typeof value === 'string' || typeof value === 'number') && castable[cast](String(value));
    if (forOrder === order && isValue && typeof id === 'string' && castable.text(id)) return [value, id];
  } catch {
    // Falls through to the one answer for every cursor that is not ours.
  }
  throw badUserInput('The cursor in "after" does not belong to this list. Take it from pageInfo.endCursor of the same list, in the same order.');
}

/**
 * One keyset page: constant cost wherever in the list it lies, and no row lost or repeated when others come and go.
 *
 * @throws BAD_USER_INPUT for a page size out of 1 to 100 or a foreign cursor.
 */
export async function keysetPage<Row extends ObjectLiteral & { id: string }>(query: SelectQueryBuilder<Row>, request: PageRequest, order: KeysetOrder<Row>): Promise<Page<Row>> {
  if (!Number.isInteger(request.first) || request.first < 1 || request.first > 100) throw badUserInput('"first" has to be between 1 and 100.');
  const name = `${order.column} ${order.direction}`;
  if (request.after) {
    const [value, id] = decode(request.after, name, order.cast);
    const beyond = order.direction === 'ASC' ? '>' : '<';
    query.andWhere(`(${order.column}, ${order.idColumn}) ${beyond} (cast(:keysetValue as ${order.cast}), :keysetId)`, { keysetValue: value, keysetId: id });
  }
  const rows = await query
    .orderBy(order.column, order.direction)
    .addOrderBy(order.idColumn, order.direction)
    .limit(request.first + 1)
    .getMany();
  const nodes = rows.slice(0, request.first);
  const edges = nodes.map((node) => ({ cursor: encode(name, order.value(node), node.id), node }));
  return { edges, pageInfo: { hasNextPage: rows.length > request.first, endCursor: edges.at(-1)?.cursor ?? null } };
}

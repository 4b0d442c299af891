import type { MemberFilter, MemberOrder, MemberStatus, TenantRole } from '../graphql/schema.generated';
import { memberStatus, roleName } from './member-status';

/** What the addresses of the list say, as text; what is not understood counts as not said. */
export interface MemberListAddress {
  readonly q?: string | undefined;
  readonly role?: string | undefined;
  readonly status?: string | undefined;
  readonly sort?: string | undefined;
}

export type SortColumn = 'name' | 'created';

const orders: Readonly<Record<string, MemberOrder>> = {
  name: 'DISPLAY_NAME_ASC',
  '-name': 'DISPLAY_NAME_DESC',
  created: 'CREATED_AT_ASC',
  '-created': 'CREATED_AT_DESC',
};

const has = <Key extends string>(names: Readonly<Record<Key, unknown>>, text: string | undefined): text is Key => text !== undefined && Object.hasOwn(names, text);

export const roleFilter = ({ role }: MemberListAddress): TenantRole | null => (has(roleName, role) ? role : null);

export const statusFilter = ({ status }: MemberListAddress): MemberStatus | null => (has(memberStatus, status) ? status : null);

export const searchText = ({ q }: MemberListAddress): string => q?.trim() ?? '';

/** True when not everybody is on show. */
export const isNarrowed = (address: MemberListAddress): boolean => searchText(address) !== '' || roleFilter(address) !== null || statusFilter(address) !== null;

/** What the list asks the API for; what is not said is left out, so that the plain list is one entry of the cache. */
export function listVariables(address: MemberListAddress): { search?: string; filter?: MemberFilter; orderBy?: MemberOrder } {
  const [search, role, status] = [searchText(address), roleFilter(address), statusFilter(address)];
  const orderBy = has(orders, address.sort) && address.sort !== 'name' ? orders[address.sort] : undefined;
  return {
    ...(search === '' ? {} : { search }),
    ...(role === null && status === null ? {} : { filter: { ...(role === null ? {} : { role }), ...(status === null ? {} : { status }) } }),
    ...(orderBy === undefined ? {} : { orderBy }),
  };
}

/** How the list is sorted by a column; null when it is sorted by another. */
export function sortDirection({ sort }: MemberListAddress, column: SortColumn): 'ascending' | 'descending' | null {
  const now = has(orders, sort) ? sort : 'name';
  if (now === column) return 'ascending';
  return now === `-${column}` ? 'descending' : null;
}

/** What the address says after the head of a column was pressed; null is the order by name, which needs no words. */
export function sortAfterPress(address: MemberListAddress, column: SortColumn): string | null {
  const next = sortDirection(address, column) === 'ascending' ? `-${column}` : column;
  return next === 'name' ? null : next;
}

import { keysetPage, type KeysetOrder, type Page, type PageRequest } from '@dezky/kit/database/keyset';
import type { Db } from '@dezky/kit/database/rows';
import { notFound } from '@dezky/kit/failure/errors';
import { In, IsNull, Not } from 'typeorm';
import { TenantEntity } from '../tenant/tenant.entity';
import { MemberEntity } from './member.entity';
import type { MemberFilter, MemberOrder } from './member.type';

export interface MemberSearch {
  readonly tenantId: string;
  readonly search?: string | null;
  readonly filter?: MemberFilter | null;
}

const orders: Record<MemberOrder, KeysetOrder<MemberEntity>> = {
  DISPLAY_NAME_ASC: byName('ASC'),
  DISPLAY_NAME_DESC: byName('DESC'),
  CREATED_AT_ASC: byAge('ASC'),
  CREATED_AT_DESC: byAge('DESC'),
};

function byName(direction: 'ASC' | 'DESC'): KeysetOrder<MemberEntity> {
  return { column: 'lower(member.display_name)', idColumn: 'member.id', direction, cast: 'text', value: ({ displayName }) => displayName.toLowerCase() };
}

function byAge(direction: 'ASC' | 'DESC'): KeysetOrder<MemberEntity> {
  return { column: 'member.created_at', idColumn: 'member.id', direction, cast: 'timestamptz', value: ({ createdAt }) => createdAt.toISOString() };
}

const matching = (db: Db, { tenantId, search, filter }: MemberSearch) => {
  const query = db.createQueryBuilder(MemberEntity, 'member').where('member.tenant_id = :tenantId', { tenantId });
  if (search?.trim()) query.andWhere('member.search_text like :like', { like: `%${search.trim().toLowerCase().replace(/[\\%_]/g, '\\$&')}%` });
  if (filter?.role) query.andWhere('member.role = :role', { role: filter.role });
  if (filter?.status) query.andWhere('member.status = :status', { status: filter.status });
  return query;
};

export const memberPage = (db: Db, request: PageRequest & MemberSearch, order: MemberOrder): Promise<Page<MemberEntity>> => keysetPage(matching(db, request), request, orders[order]);

export const countMembers = (db: Db, search: MemberSearch): Promise<number> => matching(db, search).getCount();

export const membersById = (db: Db, ids: readonly string[]): Promise<MemberEntity[]> => db.findBy(MemberEntity, { id: In([...ids]) });

export const ownersOf = (db: Db, tenantIds: readonly string[]): Promise<MemberEntity[]> => db.findBy(MemberEntity, { tenantId: In([...tenantIds]), role: 'OWNER' });

/**
 * The member with their user.
 *
 * @throws NOT_FOUND, also when the member is out of reach.
 */
export async function readMember(db: Db, id: string): Promise<MemberEntity> {
  const member = await db.findOne(MemberEntity, { where: { id }, relations: { user: true } });
  if (!member) throw notFound('member');
  return member;
}

/**
 * The member with their user, locked for a change.
 *
 * @throws NOT_FOUND, also when the member is out of reach.
 */
export async function lockMember(db: Db, id: string): Promise<MemberEntity> {
  if (!(await db.findOne(MemberEntity, { where: { id }, lock: { mode: 'pessimistic_write' } }))) throw notFound('member');
  return readMember(db, id);
}

/**
 * As lockMember, for a change of who governs the tenant: the tenant is locked first, as every such change does, so that
 * they wait for each other and never for a lock the other one holds.
 *
 * @throws NOT_FOUND, also when the member is out of reach.
 */
export async function lockGoverned(db: Db, id: string): Promise<MemberEntity> {
  const member = await db.findOneBy(MemberEntity, { id });
  if (!member) throw notFound('member');
  await db.findOne(TenantEntity, { where: { id: member.tenantId }, lock: { mode: 'for_no_key_update' } });
  return lockMember(db, id);
}

/** Whether nobody who can sign in would be left to administer the tenant without this member. */
export async function leavesNoAdmin(db: Db, { id, tenantId }: Pick<MemberEntity, 'id' | 'tenantId'>): Promise<boolean> {
  return !(await db.existsBy(MemberEntity, { tenantId, id: Not(id), role: In(['OWNER', 'ADMIN']), status: 'ACTIVE', blockedAt: IsNull() }));
}

/** What else the person's sign-in is good for, beyond this tenant: nothing, places that are blocked, or open ones. */
export async function placeElsewhere(db: Db, userId: string, tenantId: string): Promise<'NONE' | 'BLOCKED' | 'OPEN'> {
  const [row]: { place: 'NONE' | 'BLOCKED' | 'OPEN' }[] = await db.query('select place_elsewhere($1, $2) as place', [userId, tenantId]);
  return row?.place ?? 'OPEN';
}

import { keysetPage, type Page, type PageRequest } from '@dezky/kit/database/keyset';
import type { Db } from '@dezky/kit/database/rows';
import { In } from 'typeorm';
import { MemberEntity } from '../member/member.entity';
import { TenantEntity } from './tenant.entity';

const likePattern = (search: string): string => `%${search.trim().toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;

export const tenantBySlug = (db: Db, slug: string): Promise<TenantEntity | null> => db.findOneBy(TenantEntity, { slug });

export const tenantsById = (db: Db, ids: readonly string[]): Promise<TenantEntity[]> => db.findBy(TenantEntity, { id: In([...ids]) });

const matching = (db: Db, search: string | undefined) => {
  const query = db.createQueryBuilder(TenantEntity, 'tenant');
  if (search?.trim()) query.where('(lower(tenant.name) like :like or tenant.slug like :like)', { like: likePattern(search) });
  return query;
};

export const tenantPage = (db: Db, request: PageRequest & { search?: string }): Promise<Page<TenantEntity>> =>
  keysetPage(matching(db, request.search), request, { column: 'tenant.slug', idColumn: 'tenant.id', direction: 'ASC', cast: 'text', value: ({ slug }) => slug });

export const countTenants = (db: Db, search: string | undefined): Promise<number> => matching(db, search).getCount();

/** Members that take a seat, by tenant, in one statement. */
export async function seatsUsed(db: Db, tenantIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await db
    .createQueryBuilder(MemberEntity, 'member')
    .select('member.tenant_id', 'tenantId')
    .addSelect('count(*)::int', 'used')
    .where('member.tenant_id in (:...tenantIds)', { tenantIds })
    .groupBy('member.tenant_id')
    .getRawMany<{ tenantId: string; used: number }>();
  return new Map(rows.map(({ tenantId, used }) => [tenantId, used]));
}

/**
 * Locks the tenant against other changes of its number of members and counts it.
 *
 * @returns null when the tenant is out of reach.
 */
export async function lockSeats(db: Db, tenantId: string): Promise<{ tenant: TenantEntity; used: number } | null> {
  const tenant = await db.findOne(TenantEntity, { where: { id: tenantId }, lock: { mode: 'pessimistic_write' } });
  if (!tenant) return null;
  await db.increment(TenantEntity, { id: tenantId }, 'seatsVersion', 1);
  return { tenant, used: (await seatsUsed(db, [tenantId])).get(tenantId) ?? 0 };
}

import type { RequestContext } from '@dezky/kit/context/request-context';
import type { Db } from '@dezky/kit/database/rows';
import { notFound } from '@dezky/kit/failure/errors';
import { InvalidInput } from '@dezky/kit/failure/failure.type';
import { DomainEntity } from './domain.entity';

/**
 * @param options.hold locks the row until the transaction ends.
 * @throws NOT_FOUND, also when it belongs to a tenant out of reach.
 */
export async function reachableDomain(context: RequestContext, db: Db, id: string, options: { readonly hold?: boolean } = {}): Promise<DomainEntity> {
  const domain = await db.findOne(DomainEntity, { where: { id }, ...(options.hold ? { lock: { mode: 'pessimistic_write' as const } } : {}) });
  if (!domain || !context.reach.sees(domain.tenantId)) throw notFound('domain');
  return domain;
}

/** What changes which domains a tenant has, or which is the primary one, is done one after the other. */
export const holdDomainsOf = (db: Db, tenantId: string): Promise<unknown> => db.query(`select pg_advisory_xact_lock(hashtext('mail.domains'), hashtext($1))`, [tenantId]);

export const beingRemoved = ({ name }: Pick<DomainEntity, 'name'>): InvalidInput => new InvalidInput(`${name} is being removed.`, ['input', 'domainId']);

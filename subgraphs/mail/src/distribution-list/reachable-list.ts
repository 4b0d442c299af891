import type { RequestContext } from '@dezky/kit/context/request-context';
import type { Db } from '@dezky/kit/database/rows';
import { notFound } from '@dezky/kit/failure/errors';
import type { DistributionListEntity } from './distribution-list.entity';
import { holdLists, listById } from './distribution-list.repository';

/** A list of a tenant that is reached. @param options.hold keeps all lists of the tenant as they are until the transaction ends. @throws NOT_FOUND */
export async function reachableList(context: RequestContext, db: Db, id: string, options: { readonly hold?: boolean } = {}): Promise<DistributionListEntity> {
  const found = await listById(db, id);
  if (!found || !context.reach.sees(found.tenantId)) throw notFound('distribution list');
  if (!options.hold) return found;
  await holdLists(db, found.tenantId);
  const held = await listById(db, id);
  if (!held) throw notFound('distribution list');
  return held;
}

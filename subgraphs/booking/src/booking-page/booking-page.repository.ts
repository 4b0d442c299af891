import { Reach } from '@dezky/kit/context/reach';
import type { RequestContext } from '@dezky/kit/context/request-context';
import { BookingPageEntity } from './booking-page.entity';

const slug = /^[a-z0-9][a-z0-9-]{0,62}$/;

/**
 * The page at a public address, or null. Visitors belong to no tenant, so their rule reaches none; which one they came
 * to is said by the address alone. The first statement is the only one that is not bound to a tenant, and takes
 * nothing but two ids from the one row of an active page. What follows runs under the reach of that page's tenant.
 */
export async function visitedPage(context: RequestContext, tenantSlug: string, pageSlug: string): Promise<BookingPageEntity | null> {
  if (!slug.test(tenantSlug) || !slug.test(pageSlug)) return null;
  const place = await context.rows.in(Reach.everything, (db) => db.findOne(BookingPageEntity, { select: { id: true, tenantId: true }, where: { tenantSlug, slug: pageSlug, active: true } }));
  return place && context.rows.in(Reach.tenant(place.tenantId), (db) => db.findOneBy(BookingPageEntity, { id: place.id, active: true }));
}

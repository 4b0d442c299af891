import { Authorize } from '@dezky/kit/context/authorize';
import { type Batch, RequestContext } from '@dezky/kit/context/request-context';
import { notFound } from '@dezky/kit/failure/errors';
import { AtMost } from '@dezky/kit/federation/cost';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { In } from 'typeorm';
import { BookingPageEntity } from './booking-page.entity';
import { bookingPagePolicy } from './booking-page.policy';
import { BookingPage, TenantReference } from './booking-page.type';

/** A page as the graph shows it. */
export const bookingPageOf = (row: BookingPageEntity, bookingUrl: string): BookingPage =>
  Object.assign(new BookingPage(), { ...row, host: { id: row.hostMemberId }, url: `${bookingUrl}/${row.tenantSlug}/${row.slug}` });

@Resolver(() => TenantReference)
export class BookingPageResolver {
  private readonly pagesOfTenant: Batch<string, BookingPage[]>;

  constructor(bookingUrl: string) {
    this.pagesOfTenant = {
      name: 'bookingPagesOfTenant',
      load: async (context, tenantIds) => {
        const rows = await context.rows.in(context.reach, (db) => db.find(BookingPageEntity, { where: { tenantId: In([...tenantIds]) }, order: { slug: 'ASC' } }));
        return tenantIds.map((id) => rows.filter(({ tenantId }) => tenantId === id).map((row) => bookingPageOf(row, bookingUrl)));
      },
    };
  }

  @AtMost(50)
  @FieldResolver(() => [BookingPage], { nullable: true, description: 'Pages on which visitors book time with members. Null with an error while the part for booking cannot be reached.' })
  @Authorize(bookingPagePolicy.list)
  bookingPages(@Root() tenant: TenantReference, @Ctx() context: RequestContext): Promise<BookingPage[]> {
    if (!context.reach.sees(tenant.id)) throw notFound('tenant');
    return context.load(this.pagesOfTenant, tenant.id);
  }
}

import { Authorize } from '@dezky/kit/context/authorize';
import { type Batch, RequestContext } from '@dezky/kit/context/request-context';
import { notFound } from '@dezky/kit/failure/errors';
import type { ConnectionOf } from '@dezky/kit/federation/connection';
import { loadWorkflows } from '@dezky/kit/workflow/workflow-journal';
import { WorkflowEntity } from '@dezky/kit/workflow/workflow.entity';
import { Workflow } from '@dezky/kit/workflow/workflow.type';
import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { In } from 'typeorm';
import { BookingPageEntity } from '../booking-page/booking-page.entity';
import { bookingPagePolicy } from '../booking-page/booking-page.policy';
import { bookingPageOf } from '../booking-page/booking-page.resolver';
import { BookingPage, TenantReference } from '../booking-page/booking-page.type';
import type { BookingEntity } from './booking.entity';
import { bookingPolicy } from './booking.policy';
import { bookingPage, countBookings } from './booking.repository';
import { Booking, BookingConnection, BookingFilter } from './booking.type';

const bookingOf = ({ id, tenantId, pageId, startsAt, endsAt, state, attendeeName, attendeeEmail, createdAt }: BookingEntity): Booking =>
  Object.assign(new Booking(), { id, tenantId, pageId, startsAt, endsAt, state, attendee: { name: attendeeName, email: attendeeEmail }, createdAt });

@Resolver(() => TenantReference)
export class TenantBookingsResolver {
  @FieldResolver(() => BookingConnection, { nullable: true, description: 'Booked times in their order: all of them for an admin, their own for a member who hosts. Null with an error while the part for booking cannot be reached.' })
  @Authorize(bookingPolicy.read)
  async bookings(
    @Root() tenant: TenantReference,
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Arg('filter', () => BookingFilter, { nullable: true }) filter: BookingFilter | null,
    @Ctx() context: RequestContext,
  ): Promise<ConnectionOf<Booking>> {
    const hostMemberId = context.reach.onlyMember(tenant.id);
    if (!context.reach.sees(tenant.id, hostMemberId)) throw notFound('tenant');
    const search = { tenantId: tenant.id, hostMemberId, endsAfter: filter?.endsAfter ?? null };
    const page = await context.rows.in(context.reach, (db) => bookingPage(db, search, { first, after }));
    return {
      pageInfo: page.pageInfo,
      edges: page.edges.map(({ cursor, node }) => ({ cursor, node: bookingOf(node) })),
      totalCount: () => context.rows.in(context.reach, (db) => countBookings(db, search)),
    };
  }
}

const workflowOfBooking: Batch<string, Workflow | null> = {
  name: 'workflowOfBooking',
  load: async (context, bookingIds) =>
    context.rows.in(context.reach, async (db) => {
      const rows = await db.findBy(WorkflowEntity, { subjectId: In([...bookingIds]) });
      const workflows = await loadWorkflows(db, rows);
      return bookingIds.map((id) => workflows.find((workflow) => rows.some((row) => row.id === workflow.id && row.subjectId === id)) ?? null);
    }),
};

@Resolver(() => Booking)
export class BookingResolver {
  private readonly pageById: Batch<string, BookingPage>;

  constructor(bookingUrl: string) {
    this.pageById = {
      name: 'bookingPageById',
      load: async (context, ids) => {
        const rows = await context.rows.in(context.reach, (db) => db.findBy(BookingPageEntity, { id: In([...ids]) }));
        return ids.map((id) => {
          const row = rows.find((candidate) => candidate.id === id);
          return row ? bookingPageOf(row, bookingUrl) : notFound('booking page');
        });
      },
    };
  }

  @FieldResolver(() => BookingPage)
  @Authorize(bookingPagePolicy.list)
  page(@Root() booking: Booking, @Ctx() context: RequestContext): Promise<BookingPage> {
    return context.load(this.pageById, booking.pageId);
  }

  @FieldResolver(() => Workflow, { nullable: true, description: "How far its way into the host's calendar is." })
  @Authorize(bookingPolicy.read)
  workflow(@Root() booking: Booking, @Ctx() context: RequestContext): Promise<Workflow | null> {
    return context.load(workflowOfBooking, booking.id);
  }
}

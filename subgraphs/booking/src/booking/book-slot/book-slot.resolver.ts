import { auditRecord, writeAudit } from '@dezky/kit/audit/audit-outbox';
import { nameOf, publicActor } from '@dezky/kit/context/actor';
import { Authorize } from '@dezky/kit/context/authorize';
import { Reach } from '@dezky/kit/context/reach';
import { RequestContext } from '@dezky/kit/context/request-context';
import { isExclusionViolation } from '@dezky/kit/database/exclusion-violation';
import { newId } from '@dezky/kit/database/id';
import type { Db } from '@dezky/kit/database/rows';
import { notFound } from '@dezky/kit/failure/errors';
import { InvalidInput } from '@dezky/kit/failure/failure.type';
import type { WorkflowDefinition } from '@dezky/kit/workflow/step';
import { type WorkflowJournal, awaitWorkflow } from '@dezky/kit/workflow/workflow-journal';
import { WorkflowEntity } from '@dezky/kit/workflow/workflow.entity';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { BookingPageEntity } from '../../booking-page/booking-page.entity';
import { visitedPage } from '../../booking-page/booking-page.repository';
import type { Agenda } from '../../slot/agenda';
import type { OfferedSlot } from '../../slot/offered-slots';
import { type AttendeeDetails, checkAttendee } from '../attendee';
import { BookingEntity } from '../booking.entity';
import { bookingPolicy } from '../booking.policy';
import { openBookingsOfAttendee } from '../booking.repository';
import { BookSlotInput } from './book-slot.input';
import { BookSlotResult, BookedSlot, SlotBooked, SlotTaken, SlotUnavailable } from './book-slot.result';
import type { BookSlotWork } from './book-slot.workflow';

/** Open bookings that one address may have on one page. */
const openBookingsAllowed = 3;
/** For how long the same booking sent again is taken for one whose answer was lost. */
const repeatedWithinMs = 10 * 60_000;

type Begun = { readonly bookingId: string; readonly workflowId: string };

@Resolver()
export class BookSlotResolver {
  constructor(
    private readonly agenda: Agenda,
    private readonly journal: WorkflowJournal,
    private readonly workflow: WorkflowDefinition<BookSlotWork>,
  ) {}

  @Mutation(() => BookSlotResult, { description: 'Books a free time of a booking page. Needs no sign-in.' })
  @Authorize(bookingPolicy.book)
  async bookSlot(@Arg('input', () => BookSlotInput) input: BookSlotInput, @Ctx() context: RequestContext): Promise<typeof BookSlotResult> {
    const attendee = checkAttendee(input);
    if (attendee instanceof InvalidInput) return attendee;
    const page = await visitedPage(context, input.tenant, input.page);
    if (!page) throw notFound('booking page');
    const reach = Reach.tenant(page.tenantId);
    const earlier = context.earlier<Begun>();
    if (earlier) return this.booked(context, reach, earlier);
    const slot = this.agenda.offers(page, input.startsAt);
    if (!slot) return new SlotUnavailable('This page does not offer that time, or not any more. Choose one of its free times.');
    const before = await context.rows.in(reach, (db) => repeated(db, page, slot, attendee));
    const begun = before ?? (await this.begin(context, reach, page, slot, attendee));
    return 'workflowId' in begun ? this.booked(context, reach, begun) : begun;
  }

  private async booked(context: RequestContext, reach: Reach, begun: Begun): Promise<SlotBooked> {
    await awaitWorkflow(context, begun.workflowId, { reach });
    const { id, startsAt, endsAt, state } = await context.rows.in(reach, (db) => db.findOneByOrFail(BookingEntity, { id: begun.bookingId }));
    return new SlotBooked(Object.assign(new BookedSlot(), { id, startsAt, endsAt, state }));
  }

  /** Booking, audit entry and workflow in one transaction; the database decides who gets the time. */
  private async begin(context: RequestContext, reach: Reach, page: BookingPageEntity, slot: OfferedSlot, attendee: AttendeeDetails): Promise<Begun | SlotTaken | SlotUnavailable | InvalidInput> {
    const [free] = await this.agenda.freeSlots(context, page, { start: slot.startsAt, end: new Date(slot.startsAt.getTime() + 1) });
    if (!free) return (await this.agenda.hostIsAway(context, page)) ? new SlotUnavailable('This page takes no bookings at the moment.') : this.taken(context, page, slot);
    try {
      return await context.effect(reach, (db) => this.write(db, context, page, slot, attendee));
    } catch (error) {
      if (!isExclusionViolation(error)) throw error;
      // Perhaps by the very same request, sent twice at once.
      return (await context.rows.in(reach, (db) => repeated(db, page, slot, attendee))) ?? this.taken(context, page, slot);
    }
  }

  private async write(db: Db, context: RequestContext, page: BookingPageEntity, slot: OfferedSlot, attendee: AttendeeDetails): Promise<Begun | InvalidInput> {
    // One booking of a page at a time: otherwise many sent at once would all find the limit not reached.
    await db.findOneOrFail(BookingPageEntity, { where: { id: page.id }, lock: { mode: 'pessimistic_write' } });
    if ((await openBookingsOfAttendee(db, page.id, attendee.email)).length >= openBookingsAllowed) {
      return new InvalidInput(`There are ${openBookingsAllowed} bookings to come under this address already. Wait for one of them, or use another address.`, ['input', 'attendeeEmail']);
    }
    const { tenantId, hostMemberId, title } = page;
    const { startsAt, endsAt } = slot;
    const bookingId = newId();
    const blockedUntil = new Date(endsAt.getTime() + page.bufferMinutes * 60_000);
    const row = { id: bookingId, tenantId, pageId: page.id, hostMemberId, startsAt, endsAt, blockedUntil, state: 'PENDING' as const, attendeeName: attendee.name, attendeeEmail: attendee.email, createdAt: new Date() };
    await db.insert(BookingEntity, row);
    // Whoever is signed in beside it: a booking is made by a visitor.
    const visitor = { actor: publicActor, origin: context.origin };
    await writeAudit(db, auditRecord(visitor, { tenantId, action: 'booking.booked', target: { kind: 'booking', id: bookingId, name: title }, summary: `${attendee.name} booked ${title}`, changes: [{ field: 'startsAt', before: null, after: startsAt.toISOString() }] }));
    const work: BookSlotWork = { bookingId, hostMemberId, title, attendeeName: attendee.name, attendeeEmail: attendee.email, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() };
    const workflowId = await this.journal.start(db, this.workflow, { tenantId, subjectId: bookingId, input: work, actor: nameOf(publicActor), requestId: context.origin.requestId });
    return { bookingId, workflowId };
  }

  private async taken(context: RequestContext, page: BookingPageEntity, slot: OfferedSlot): Promise<SlotTaken> {
    return new SlotTaken(await this.agenda.nextFree(context, page, slot.startsAt));
  }
}

/** The booking of a moment ago by the same person for the same time: its answer was lost, and is given again. */
async function repeated(db: Db, page: BookingPageEntity, slot: OfferedSlot, attendee: AttendeeDetails): Promise<Begun | null> {
  const since = Date.now() - repeatedWithinMs;
  const open = await openBookingsOfAttendee(db, page.id, attendee.email);
  const same = open.find(({ startsAt, attendeeName, createdAt }) => startsAt.getTime() === slot.startsAt.getTime() && attendeeName === attendee.name && createdAt.getTime() > since);
  const workflow = same && (await db.findOneBy(WorkflowEntity, { subjectId: same.id }));
  return workflow ? { bookingId: workflow.subjectId, workflowId: workflow.id } : null;
}

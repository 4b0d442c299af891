import type { RequestContext } from '@dezky/kit/context/request-context';
import { Reach } from '@dezky/kit/context/reach';
import type { BookingPageEntity } from '../booking-page/booking-page.entity';
import { bookingsOfHost } from '../booking/booking.repository';
import type { CalendarClient } from '../calendar/calendar-client';
import type { MailPeer } from '../host/mail-peer';
import { type OfferedSlot, type Span, offeredSlots, withoutBusy } from './offered-slots';

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** How far another time is looked for when one is taken. */
const weeksAhead = 8;

/** What the free time of a page's host is, from our own bookings and from the host's calendar. */
export class Agenda {
  constructor(
    private readonly mail: MailPeer,
    private readonly calendar: CalendarClient,
    private readonly now: () => Date = () => new Date(),
  ) {}

  /**
   * The free slots that begin in a window. None when the host has no calendar in use: nobody says then that they are free.
   *
   * @throws BackEndError when the calendar did not answer, or may have left something out.
   */
  async freeSlots(context: RequestContext, page: BookingPageEntity, window: Span): Promise<OfferedSlot[]> {
    const offered = offeredSlots(page, window, this.now());
    const [first, last] = [offered[0], offered.at(-1)];
    if (!first || !last) return [];
    const accountId = await this.accountOfHost(context, page);
    if (accountId === null) return [];
    const pause = page.bufferMinutes * minuteMs;
    const [from, to] = [new Date(first.startsAt.getTime() - pause), new Date(last.endsAt.getTime() + pause)];
    const [bookings, busy] = await Promise.all([
      context.rows.in(Reach.tenant(page.tenantId), (db) => bookingsOfHost(db, page.hostMemberId, { start: from, end: to })),
      this.calendar.busyTimes(accountId, from, to),
    ]);
    return withoutBusy(offered, [...bookings.map(({ startsAt, blockedUntil }) => ({ start: startsAt, end: blockedUntil })), ...busy], page.bufferMinutes);
  }

  /** Whether the host has no calendar in use: removed, suspended, or without a mailbox. */
  async hostIsAway(context: RequestContext, page: BookingPageEntity): Promise<boolean> {
    return (await this.accountOfHost(context, page)) === null;
  }

  private accountOfHost(context: RequestContext, page: BookingPageEntity): Promise<string | null> {
    return this.mail.calendarAccount(page.hostMemberId, { tenantId: page.tenantId, requestId: context.origin.requestId });
  }

  /** Whether a time is one of the page's own, whoever is busy then. */
  offers(page: BookingPageEntity, startsAt: Date): OfferedSlot | null {
    const [slot] = offeredSlots(page, { start: startsAt, end: new Date(startsAt.getTime() + 1) }, this.now());
    return slot?.startsAt.getTime() === startsAt.getTime() ? slot : null;
  }

  /** The first free slot after a time, within the weeks that are looked ahead and the page's horizon. */
  async nextFree(context: RequestContext, page: BookingPageEntity, after: Date): Promise<OfferedSlot | null> {
    const [slot] = await this.freeSlots(context, page, { start: new Date(after.getTime() + 1), end: new Date(after.getTime() + weeksAhead * 7 * dayMs) });
    return slot ?? null;
  }
}

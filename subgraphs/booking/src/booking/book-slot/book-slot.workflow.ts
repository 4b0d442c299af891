import type { WorkflowDefinition } from '@dezky/kit/workflow/step';
import type { CalendarClient } from '../../calendar/calendar-client';
import type { MailPeer } from '../../host/mail-peer';
import { BookingEntity } from '../booking.entity';
import { confirmBooking } from './confirm-booking.step';
import { reserveSlot } from './reserve-slot.step';
import { writeCalendarEvent } from './write-calendar-event.step';

export interface BookSlotWork {
  readonly bookingId: string;
  readonly hostMemberId: string;
  readonly title: string;
  readonly attendeeName: string;
  readonly attendeeEmail: string;
  /** RFC 3339. */
  readonly startsAt: string;
  readonly endsAt: string;
}

/** A booked time comes into the host's calendar; or, undone, is free again. */
export const bookSlot = (mail: MailPeer, calendar: CalendarClient): WorkflowDefinition<BookSlotWork> => ({
  name: 'bookSlot',
  kind: 'BOOK_SLOT',
  plan: [[reserveSlot()], [writeCalendarEvent(mail, calendar)], [confirmBooking()]],
  ended: async ({ input }, db, state) => {
    if (state === 'NEEDS_ATTENTION') await db.update(BookingEntity, { id: input.bookingId, state: 'PENDING' }, { state: 'CALENDAR_FAILED' });
  },
});

import { FinalFault, NotYetSeen, type Step, type StepContext } from '@dezky/kit/workflow/step';
import type { CalendarClient } from '../../calendar/calendar-client';
import type { MailPeer } from '../../host/mail-peer';
import type { BookSlotWork } from './book-slot.workflow';

/** Derived from the booking, so that an event whose answer was lost is found again instead of being written twice. */
export const eventUid = (bookingId: string): string => `${bookingId}@booking.dezky`;

export const writeCalendarEvent = (mail: MailPeer, calendar: CalendarClient): Step<BookSlotWork> => {
  const accountOf = (context: StepContext<BookSlotWork>): Promise<string | null> => mail.calendarAccount(context.input.hostMemberId, context);
  const requireAccount = async (context: StepContext<BookSlotWork>): Promise<string> => {
    const accountId = await accountOf(context);
    if (accountId === null) throw new FinalFault('The host has no calendar in use any more. Resume the host and retry, or undo the booking and tell the visitor.');
    return accountId;
  };
  return {
    name: 'write-calendar-event',
    title: "Write it into the host's calendar",
    system: 'STALWART',
    run: async (context) => {
      const { bookingId, title, attendeeName, attendeeEmail, startsAt, endsAt } = context.input;
      await calendar.ensureEvent(await requireAccount(context), {
        uid: eventUid(bookingId),
        title: `${title}: ${attendeeName}`,
        description: `Booked by ${attendeeName}, ${attendeeEmail}.`,
        startsAt: new Date(startsAt),
        endsAt: new Date(endsAt),
      });
    },
    verify: async (context) => {
      const { bookingId, startsAt, endsAt } = context.input;
      const event = await calendar.findEvent(await requireAccount(context), eventUid(bookingId));
      // The server keeps whole seconds, and so do the pages' times.
      const seen = event?.startsAt.getTime() === Date.parse(startsAt) && event.endsAt.getTime() === Date.parse(endsAt);
      if (!seen) throw new NotYetSeen("The host's calendar does not show the booking yet.");
    },
    undo: async (context) => {
      // With the account its calendar is gone, and the event in it.
      const accountId = await accountOf(context);
      if (accountId !== null) await calendar.deleteEvent(accountId, eventUid(context.input.bookingId));
    },
  };
};

import type { BookingState } from '../graphql/schema.generated';
import type { Tone } from '../ui/badge';

/** How far a booking is, as people say it. */
export const bookingStatus: Record<BookingState, { readonly words: string; readonly tone: Tone }> = {
  PENDING: { words: 'Being written', tone: 'accent' },
  CONFIRMED: { words: 'Confirmed', tone: 'right' },
  CALENDAR_FAILED: { words: 'Not in the calendar', tone: 'wrong' },
  CANCELLED: { words: 'Cancelled', tone: 'quiet' },
};

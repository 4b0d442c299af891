import { NotYetSeen, type Step } from '@dezky/kit/workflow/step';
import { Not } from 'typeorm';
import { BookingEntity } from '../booking.entity';
import type { BookSlotWork } from './book-slot.workflow';

export const confirmBooking = (): Step<BookSlotWork> => ({
  name: 'confirm-booking',
  title: 'Confirm the booking',
  system: 'DEZKY',
  run: ({ rows, input }) => rows(async (db) => void (await db.update(BookingEntity, { id: input.bookingId, state: Not('CANCELLED') }, { state: 'CONFIRMED' }))),
  verify: async ({ rows, input }) => {
    if (!(await rows((db) => db.existsBy(BookingEntity, { id: input.bookingId, state: 'CONFIRMED' })))) throw new NotYetSeen('The booking is not confirmed yet.');
  },
  undo: ({ rows, input }) => rows(async (db) => void (await db.update(BookingEntity, { id: input.bookingId, state: 'CONFIRMED' }, { state: 'PENDING' }))),
});

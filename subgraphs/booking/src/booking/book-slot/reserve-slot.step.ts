import { FinalFault, type Step } from '@dezky/kit/workflow/step';
import { Not } from 'typeorm';
import { BookingEntity } from '../booking.entity';
import type { BookSlotWork } from './book-slot.workflow';

/** The booking's row is written together with the workflow, where the database decides who gets the time; this step holds it, and its undo gives the time back. */
export const reserveSlot = (): Step<BookSlotWork> => ({
  name: 'reserve-slot',
  title: 'Reserve the time',
  system: 'DEZKY',
  run: async () => undefined,
  verify: async ({ rows, input }) => {
    if (!(await rows((db) => db.existsBy(BookingEntity, { id: input.bookingId, state: Not('CANCELLED') })))) throw new FinalFault('The time of this booking is no longer reserved; book it again.');
  },
  undo: ({ rows, input }) => rows(async (db) => void (await db.update(BookingEntity, { id: input.bookingId }, { state: 'CANCELLED' }))),
});

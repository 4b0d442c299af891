import { CreateBooking1763856000001 } from './0001-create-booking';
import { BookSlots1764086400002 } from './0002-book-slots';

/** In the order in which they run. */
export const migrations = [CreateBooking1763856000001, BookSlots1764086400002];

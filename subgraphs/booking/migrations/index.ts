import { CreateBooking1763856000001 } from './0001-create-booking';

/** In the order in which they run. */
export const migrations = [CreateBooking1763856000001];

import { policy } from '@dezky/kit/context/policy';

export const bookingPolicy = policy('booking', {
  /** A member sees the bookings they host: attendees gave their address to them. */
  read: { self: true, admin: true, partner: 'tenant:read', operator: true },
  /** Visitors sign in to nothing. */
  book: { public: true },
});

import { writeAudit } from '@dezky/kit/audit/audit-outbox';
import type { AuditTrail } from '@dezky/kit/audit/audit-trail';
import { BookingEntity } from './booking.entity';

/** Bookings that stopped on their way into a calendar; visitors are audited when they book, not when they are refused. */
export const bookingTrail: AuditTrail = {
  about: async (db, { subjectId }) => {
    const booking = typeof subjectId === 'string' ? await db.findOneBy(BookingEntity, { id: subjectId }) : null;
    return booking && { tenantId: booking.tenantId, target: { kind: 'booking', id: booking.id, name: `${booking.attendeeName}, ${booking.startsAt.toISOString()}` } };
  },
  write: writeAudit,
};

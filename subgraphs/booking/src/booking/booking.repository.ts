import { type KeysetOrder, type Page, type PageRequest, keysetPage } from '@dezky/kit/database/keyset';
import type { Db } from '@dezky/kit/database/rows';
import type { SelectQueryBuilder } from 'typeorm';
import type { Span } from '../slot/offered-slots';
import { BookingEntity } from './booking.entity';

export interface BookingSearch {
  readonly tenantId: string;
  /** Null: of everybody. */
  readonly hostMemberId: string | null;
  readonly endsAfter: Date | null;
}

/** What takes a host's time in a window. */
export const bookingsOfHost = (db: Db, hostMemberId: string, { start, end }: Span): Promise<BookingEntity[]> =>
  db
    .createQueryBuilder(BookingEntity, 'booking')
    .where(`booking.host_member_id = :hostMemberId and booking.state <> 'CANCELLED' and tstzrange(booking.starts_at, booking.blocked_until) && tstzrange(:start, :end)`, { hostMemberId, start, end })
    .getMany();

/** An attendee's bookings of a page that are still to come. */
export const openBookingsOfAttendee = (db: Db, pageId: string, attendeeEmail: string): Promise<BookingEntity[]> =>
  db
    .createQueryBuilder(BookingEntity, 'booking')
    .where(`booking.page_id = :pageId and booking.attendee_email = :attendeeEmail and booking.state <> 'CANCELLED' and booking.ends_at > now()`, { pageId, attendeeEmail })
    .getMany();

const matching = (db: Db, { tenantId, hostMemberId, endsAfter }: BookingSearch): SelectQueryBuilder<BookingEntity> => {
  const query = db.createQueryBuilder(BookingEntity, 'booking').where('booking.tenant_id = :tenantId', { tenantId });
  if (hostMemberId !== null) query.andWhere('booking.host_member_id = :hostMemberId', { hostMemberId });
  if (endsAfter !== null) query.andWhere('booking.ends_at > :endsAfter', { endsAfter });
  return query;
};

const byStart: KeysetOrder<BookingEntity> = { column: 'booking.starts_at', idColumn: 'booking.id', direction: 'ASC', cast: 'timestamptz', value: ({ startsAt }) => startsAt.toISOString() };

export const bookingPage = (db: Db, search: BookingSearch, request: PageRequest): Promise<Page<BookingEntity>> => keysetPage(matching(db, search), request, byStart);

export const countBookings = (db: Db, search: BookingSearch): Promise<number> => matching(db, search).getCount();

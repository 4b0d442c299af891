import { Column, Entity, PrimaryColumn } from 'typeorm';

export const BookingState = { PENDING: 'PENDING', CONFIRMED: 'CONFIRMED', CALENDAR_FAILED: 'CALENDAR_FAILED', CANCELLED: 'CANCELLED' } as const;
export type BookingState = (typeof BookingState)[keyof typeof BookingState];

@Entity('bookings')
export class BookingEntity {
  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'tenant_id' })
  tenantId: string;

  @Column('text', { name: 'page_id' })
  pageId: string;

  @Column('text', { name: 'host_member_id' })
  hostMemberId: string;

  @Column('timestamptz', { name: 'starts_at' })
  startsAt: Date;

  @Column('timestamptz', { name: 'ends_at' })
  endsAt: Date;

  /** The end and the pause that the page wants after it. */
  @Column('timestamptz', { name: 'blocked_until' })
  blockedUntil: Date;

  @Column('text')
  state: BookingState;

  @Column('text', { name: 'attendee_name' })
  attendeeName: string;

  @Column('text', { name: 'attendee_email' })
  attendeeEmail: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;
}

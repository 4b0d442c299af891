import { Column, Entity, PrimaryColumn } from 'typeorm';

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

  @Column('text')
  state: 'PENDING' | 'CONFIRMED' | 'CALENDAR_FAILED' | 'CANCELLED';
}

import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Hours of one weekday, in the time zone of the page. */
export interface WeeklyHours {
  /** 1 is Monday (ISO 8601). */
  readonly weekday: number;
  readonly from: string;
  readonly to: string;
}

@Entity('booking_pages')
export class BookingPageEntity {
  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'tenant_id' })
  tenantId: string;

  /** For the page's address; slugs of tenants never change. */
  @Column('text', { name: 'tenant_slug' })
  tenantSlug: string;

  @Column('text', { name: 'host_member_id' })
  hostMemberId: string;

  @Column('text')
  slug: string;

  @Column('text')
  title: string;

  @Column('int', { name: 'duration_minutes' })
  durationMinutes: number;

  @Column('text', { name: 'time_zone' })
  timeZone: string;

  @Column('jsonb')
  hours: WeeklyHours[];

  @Column('int', { name: 'buffer_minutes' })
  bufferMinutes: number;

  @Column('int', { name: 'notice_minutes' })
  noticeMinutes: number;

  @Column('int', { name: 'horizon_days' })
  horizonDays: number;

  @Column('boolean')
  active: boolean;
}

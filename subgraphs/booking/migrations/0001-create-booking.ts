import { auditOutboxTable } from '@dezky/kit/audit/audit-outbox';
import { fence, fenceFunction } from '@dezky/kit/database/fence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateBooking1763856000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${fenceFunction('booking')}

      create table booking.booking_pages (
        id text primary key,
        tenant_id text not null,
        tenant_slug text not null,
        host_member_id text not null,
        slug text not null check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
        title text not null,
        duration_minutes integer not null check (duration_minutes between 5 and 480),
        time_zone text not null,
        hours jsonb not null,
        buffer_minutes integer not null default 0 check (buffer_minutes between 0 and 240),
        notice_minutes integer not null default 0 check (notice_minutes >= 0),
        horizon_days integer not null default 30 check (horizon_days between 1 and 365),
        active boolean not null default true,
        created_at timestamptz not null default now(),
        unique (tenant_id, slug)
      );
      comment on column booking.booking_pages.hours is 'Weekly hours in the time zone of the page: [{ weekday: 1 to 7 (ISO 8601), from: "09:00", to: "17:00" }].';

      create table booking.bookings (
        id text primary key,
        tenant_id text not null,
        page_id text not null references booking.booking_pages (id),
        host_member_id text not null,
        starts_at timestamptz not null,
        ends_at timestamptz not null check (ends_at > starts_at),
        state text not null check (state in ('PENDING', 'CONFIRMED', 'CALENDAR_FAILED', 'CANCELLED')),
        attempts integer not null default 0,
        last_calendar_error text,
        attendee_name text not null,
        attendee_email text not null,
        created_at timestamptz not null default now(),
        constraint no_overlap exclude using gist (host_member_id with =, tstzrange(starts_at, ends_at) with &&) where (state <> 'CANCELLED')
      );
      comment on constraint no_overlap on booking.bookings is 'Nobody hosts two bookings at once, whoever asks first.';
      create index bookings_of_tenant on booking.bookings (tenant_id, starts_at, id);

      ${auditOutboxTable('booking')}
      ${fence('booking', 'booking_pages')}
      ${fence('booking', 'bookings')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table booking.audit_outbox, booking.bookings, booking.booking_pages; drop function booking.reached();');
  }
}

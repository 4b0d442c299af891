import { idempotencyTable } from '@dezky/kit/idempotency/idempotency-table';
import { workflowTables, workflowTraces } from '@dezky/kit/workflow/workflow-tables';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class BookSlots1764086400002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table booking.bookings
        drop column attempts,
        drop column last_calendar_error,
        add column blocked_until timestamptz;
      update booking.bookings set blocked_until = ends_at;
      alter table booking.bookings
        alter column blocked_until set not null,
        add check (blocked_until >= ends_at),
        drop constraint no_overlap,
        add constraint no_overlap exclude using gist (host_member_id with =, tstzrange(starts_at, blocked_until) with &&) where (state <> 'CANCELLED');
      comment on column booking.bookings.blocked_until is 'The end and the pause that the page wants after it.';
      comment on constraint no_overlap on booking.bookings is 'Nobody hosts two bookings at once, whoever asks first.';
      create index bookings_of_attendee on booking.bookings (page_id, attendee_email);

      alter table booking.booking_pages add unique (tenant_slug, slug);

      ${workflowTables('booking')}
      ${workflowTraces('booking')}
      ${idempotencyTable('booking')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table booking.idempotency_keys, booking.workflow_steps, booking.workflows;
      alter table booking.booking_pages drop constraint booking_pages_tenant_slug_slug_key;
      drop index booking.bookings_of_attendee;
      alter table booking.bookings
        drop constraint no_overlap,
        drop column blocked_until,
        add column attempts integer not null default 0,
        add column last_calendar_error text,
        add constraint no_overlap exclude using gist (host_member_id with =, tstzrange(starts_at, ends_at) with &&) where (state <> 'CANCELLED');
    `);
  }
}

import { fence } from '@dezky/kit/database/fence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class KeepAccessReports1764100000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table identity.access_reports (
        id text primary key,
        tenant_id text not null references identity.tenants (id),
        workflow_id text not null unique,
        member_id text not null,
        member_name text not null,
        address text not null,
        reason text not null check (reason in ('SUSPENDED', 'REMOVED')),
        started_at timestamptz not null,
        finished_at timestamptz not null,
        proven boolean not null
      );
      comment on table identity.access_reports is 'What became of every way in when somebody was kept out. Names are kept: a report outlives the member.';
      comment on column identity.access_reports.started_at is 'When the change was asked for; finished_at when the last way in had been tried.';
      create index access_reports_of_member on identity.access_reports (member_id, started_at desc);

      create table identity.access_attempts (
        report_id text not null references identity.access_reports (id) on delete cascade,
        position integer not null,
        tenant_id text not null,
        way text not null,
        system text not null,
        outcome text not null check (outcome in ('REFUSED', 'CLOSED', 'LET_IN', 'NONE_EXISTED', 'KEPT', 'UNANSWERED', 'NOT_TESTED')),
        detail text not null,
        at timestamptz not null,
        primary key (report_id, position)
      );

      ${['access_reports', 'access_attempts'].map((table) => fence('identity', table)).join('\n')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table identity.access_attempts, identity.access_reports;');
  }
}

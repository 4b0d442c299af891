import { fence } from '@dezky/kit/database/fence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ImportMembers1764118800006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table identity.member_imports (
        id text primary key,
        tenant_id text not null references identity.tenants (id),
        file_name text not null,
        state text not null check (state in ('PREVIEWED', 'RUNNING', 'PAUSED', 'FINISHED', 'UNDOING', 'UNDONE')),
        paused_from text check (paused_from in ('RUNNING', 'UNDOING')),
        columns jsonb not null,
        actor jsonb not null,
        request_id text not null,
        ip_address text,
        created_at timestamptz not null default now(),
        started_at timestamptz,
        finished_at timestamptz,
        held_by text,
        held_until timestamptz
      );
      comment on column identity.member_imports.actor is 'Who uploaded or started it, in whose name each row is done.';
      comment on column identity.member_imports.held_by is 'The process that works on it; another one takes over when held_until has passed.';
      create index member_imports_of_tenant on identity.member_imports (tenant_id, created_at, id);
      create index member_imports_at_work on identity.member_imports (held_until) where state in ('RUNNING', 'PAUSED', 'UNDOING');
      create unique index one_import_at_work on identity.member_imports (tenant_id) where state in ('RUNNING', 'PAUSED', 'UNDOING');

      create table identity.member_import_rows (
        import_id text not null references identity.member_imports (id) on delete cascade,
        line integer not null check (line > 0),
        tenant_id text not null,
        cells text[] not null,
        broken text,
        address text,
        display_name text,
        action text not null check (action in ('CREATE', 'UPDATE', 'SKIP', 'CONFLICT')),
        reason text,
        changes jsonb not null default '[]',
        state text not null check (state in ('PENDING', 'RUNNING', 'DONE', 'FAILED', 'UNDOING', 'UNDONE', 'KEPT')),
        detail text,
        member_id text,
        workflow_id text,
        secret bytea,
        primary key (import_id, line)
      );
      comment on column identity.member_import_rows.line is 'Where the row begins in the file, counted from 1 as editors do.';
      comment on column identity.member_import_rows.broken is 'Why the cells could not be read.';
      comment on column identity.member_import_rows.secret is 'The one-time password, sealed; wiped a day after the import ended.';
      create index member_import_rows_by_state on identity.member_import_rows (import_id, state, line);
      create index member_import_rows_by_action on identity.member_import_rows (import_id, action, line);
      ${fence('identity', 'member_imports')}
      ${fence('identity', 'member_import_rows')}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table identity.member_import_rows, identity.member_imports;');
  }
}

import { fence } from '@dezky/kit/database/fence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class DampNotices1764200000010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table mail.domain_notice_states (
        domain_id text primary key references mail.domains (id) on delete cascade,
        tenant_id text not null,
        known text not null check (known in ('NOTHING', 'RIGHT', 'WRONG', 'CHANGING')),
        seen text check (seen in ('RIGHT', 'WRONG')),
        since timestamptz,
        checks int not null default 0,
        told_at timestamptz[] not null default '{}'
      );
      comment on table mail.domain_notice_states is 'What the admins know of the records of a domain, so that they are not written to at each turn of records that keep changing.';
      comment on column mail.domain_notice_states.known is 'What they were told last, or saw themselves.';
      comment on column mail.domain_notice_states.seen is 'What the latest checks found, in a row since the time beside it.';
      comment on column mail.domain_notice_states.told_at is 'When they were written to within the last day.';
      ${fence('mail', 'domain_notice_states')}

      alter table mail.domain_notices add column submission_id text;
      comment on column mail.domain_notices.submission_id is 'What the mail server calls the sending of it, by which it says who was refused; null also for one whose answer was lost.';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table mail.domain_notices drop column submission_id; drop table mail.domain_notice_states;');
  }
}

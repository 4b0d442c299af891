import { fence } from '@dezky/kit/database/fence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class TellAdmins1764200000008 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table mail.domain_notices (
        id text primary key,
        tenant_id text not null,
        domain_id text not null references mail.domains (id) on delete cascade,
        subject text not null,
        body text not null,
        draft_id text,
        tries int not null default 0,
        next_try_at timestamptz not null default now(),
        created_at timestamptz not null default now(),
        sent_at timestamptz
      );
      comment on table mail.domain_notices is 'What the admins of a tenant are told by mail about a domain, written in the transaction of the change.';
      comment on column mail.domain_notices.draft_id is 'The message at the mail server, once it is there; it goes out under this id alone.';
      create index domain_notices_to_send on mail.domain_notices (next_try_at) where sent_at is null;
      create index domain_notices_of_domain on mail.domain_notices (domain_id);
      ${fence('mail', 'domain_notices')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table mail.domain_notices;');
  }
}

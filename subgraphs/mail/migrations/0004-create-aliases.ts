import { fence } from '@dezky/kit/database/fence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateAliases1764100000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table mail.aliases (
        address text primary key references mail.addresses (address),
        tenant_id text not null,
        mailbox_id text not null references mail.mailboxes (id),
        domain_id text not null references mail.domains (id),
        local_part text not null,
        enabled boolean not null default true,
        description text check (description <> ''),
        leaving boolean not null default false,
        created_at timestamptz not null default now()
      );
      comment on table mail.aliases is 'Further addresses of mailboxes as they are wanted; the mail server is made to agree.';
      comment on column mail.aliases.leaving is 'Taken away, and kept from everybody else until the mail server has let go of it.';
      create index aliases_of_mailbox on mail.aliases (mailbox_id);
      create index aliases_of_tenant on mail.aliases (tenant_id);
      ${fence('mail', 'aliases')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table mail.aliases;');
  }
}

import { fence } from '@dezky/kit/database/fence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateDistributionLists1764200000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table mail.mailboxes add column display_name text;
      comment on column mail.mailboxes.display_name is 'As it was last given to the mail server, to search by; null for a mailbox from before it was kept.';

      create table mail.distribution_lists (
        id text primary key,
        tenant_id text not null,
        address text not null unique references mail.addresses (address),
        domain_id text not null references mail.domains (id),
        local_part text not null,
        name text not null check (name <> ''),
        stalwart_id text unique,
        leaving boolean not null default false,
        former_addresses text[] not null default '{}',
        created_at timestamptz not null default now()
      );
      comment on table mail.distribution_lists is 'One address, many recipients, as they are wanted; the mail server is made to agree.';
      comment on column mail.distribution_lists.leaving is 'Deleted, and its address kept from everybody else until the mail server has let go of it.';
      comment on column mail.distribution_lists.former_addresses is 'Addresses it had before, kept until the mail server has let go of them.';
      create index distribution_lists_of_tenant on mail.distribution_lists (tenant_id, address);

      create table mail.distribution_list_recipients (
        list_id text not null references mail.distribution_lists (id) on delete cascade,
        tenant_id text not null,
        address text not null check (address = lower(address)),
        base_address text not null generated always as (regexp_replace(address, '[+][^@]*@', '@')) stored,
        primary key (list_id, address)
      );
      comment on column mail.distribution_list_recipients.base_address is 'Without a sub-address (RFC 5233): whose it is. A removed mailbox is left out by it, and a renamed one followed.';
      create index distribution_list_recipients_by_base on mail.distribution_list_recipients (tenant_id, base_address);

      ${['distribution_lists', 'distribution_list_recipients'].map((table) => fence('mail', table)).join('\n')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table mail.distribution_list_recipients, mail.distribution_lists; alter table mail.mailboxes drop column display_name;');
  }
}

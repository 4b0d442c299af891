import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Domains from before were made in the mail server when they were added: they hold their names as they did. */
export class ClaimDomains1764200000009 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table mail.domains add column claimed boolean not null default false;
      comment on column mail.domains.claimed is 'Its ownership was never shown: the mail server does not have it, and others may claim the same name.';
      comment on column mail.domains.name is 'In ASCII (IDNA). Of all who claim a name one holds it.';

      alter table mail.domains
        drop constraint domains_name_key,
        drop constraint domains_status_check,
        add constraint domains_status_check check (status in ('CLAIMED', 'PENDING', 'VERIFIED', 'NEEDS_ATTENTION', 'FAILED', 'REMOVING')),
        add constraint domains_claimed_check check (case when claimed then status in ('CLAIMED', 'REMOVING') and stalwart_id is null else status <> 'CLAIMED' end);
      create unique index domains_held_name on mail.domains (name) where not claimed;
      drop index mail.domains_of_tenant;
      create unique index domains_of_tenant on mail.domains (tenant_id, name);
      drop index mail.domains_to_check;
      create index domains_to_check on mail.domains (next_check_at) where status in ('CLAIMED', 'PENDING', 'VERIFIED', 'NEEDS_ATTENTION');
    `);
  }

  /** What is only claimed was not there before. The fence holds the owner as well, so the tenants are named for it. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      set local dezky.tenants = '*';
      delete from mail.domains where claimed;
      set local dezky.tenants = '';
      alter table mail.domains
        drop constraint domains_claimed_check,
        drop constraint domains_status_check,
        add constraint domains_status_check check (status in ('PENDING', 'VERIFIED', 'NEEDS_ATTENTION', 'FAILED', 'REMOVING'));
      drop index mail.domains_held_name;
      alter table mail.domains drop column claimed, add constraint domains_name_key unique (name);
      drop index mail.domains_of_tenant;
      create index domains_of_tenant on mail.domains (tenant_id, name);
      drop index mail.domains_to_check;
      create index domains_to_check on mail.domains (next_check_at) where status in ('PENDING', 'VERIFIED', 'NEEDS_ATTENTION');
    `);
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { auditOutboxTable } from '@dezky/kit/audit/audit-outbox';
import { fence, fenceFunction } from '@dezky/kit/database/fence';
import { workflowTables } from '@dezky/kit/workflow/workflow-tables';

export class CreateMail1763856000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${fenceFunction('mail')}

      create table mail.domains (
        id text primary key,
        tenant_id text not null,
        name text not null unique check (name = lower(name)),
        is_primary boolean not null,
        status text not null check (status in ('PENDING', 'VERIFIED', 'NEEDS_ATTENTION', 'FAILED')),
        stalwart_id text unique,
        challenge_token text not null,
        dmarc_policy text not null check (dmarc_policy in ('NONE', 'QUARANTINE', 'REJECT')),
        strict_spf boolean not null default false,
        checked_at timestamptz,
        created_at timestamptz not null default now()
      );
      comment on column mail.domains.name is 'In ASCII (IDNA). Unique over all tenants: a domain belongs to one.';
      comment on column mail.domains.challenge_token is 'Published by the owner, it proves that the domain is theirs.';
      create unique index one_primary_domain on mail.domains (tenant_id) where is_primary;
      create index domains_of_tenant on mail.domains (tenant_id, name);

      create table mail.dns_records (
        id text primary key,
        tenant_id text not null,
        domain_id text not null references mail.domains (id) on delete cascade,
        position integer not null,
        kind text not null check (kind in ('OWNERSHIP', 'MX', 'SPF', 'DKIM', 'DMARC', 'AUTODISCOVERY')),
        type text not null check (type in ('MX', 'TXT', 'SRV', 'CNAME')),
        host text not null,
        value text not null,
        required boolean not null,
        state text not null check (state in ('UNCHECKED', 'OK', 'WARN', 'BAD', 'UNKNOWN')),
        found text[] not null default '{}',
        advice text,
        unique (domain_id, position)
      );

      create table mail.addresses (
        address text primary key check (address = lower(address)),
        tenant_id text not null,
        domain_id text not null references mail.domains (id)
      );
      comment on table mail.addresses is 'The one address space of everything that receives mail, over all tenants.';
      create index addresses_of_domain on mail.addresses (domain_id);

      create table mail.mailboxes (
        id text primary key,
        tenant_id text not null,
        member_id text not null unique,
        address text not null unique references mail.addresses (address),
        domain_id text not null references mail.domains (id),
        local_part text not null,
        stalwart_id text unique,
        state text not null check (state in ('PENDING', 'ACTIVE', 'FROZEN', 'FAILED')),
        last_error text,
        created_at timestamptz not null default now()
      );
      create index mailboxes_of_tenant on mail.mailboxes (tenant_id);

      ${workflowTables('mail')}
      ${auditOutboxTable('mail')}
      ${['domains', 'dns_records', 'addresses', 'mailboxes'].map((table) => fence('mail', table)).join('\n')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table mail.audit_outbox, mail.workflow_steps, mail.workflows, mail.mailboxes, mail.addresses, mail.dns_records, mail.domains;
      drop function mail.reached();`);
  }
}

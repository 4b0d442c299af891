import type { MigrationInterface, QueryRunner } from 'typeorm';
import { fence, fenceFunction } from '@dezky/kit/database/fence';
import { workflowTables } from '@dezky/kit/workflow/workflow-tables';

export class CreateIdentity1763856000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${fenceFunction('identity')}

      create table identity.tenants (
        id text primary key,
        tenant_id text generated always as (id) stored,
        slug text not null unique check (slug ~ '^[a-z][a-z0-9-]{1,62}$'),
        name text not null,
        seat_limit integer check (seat_limit > 0),
        seats_version bigint not null default 0,
        created_at timestamptz not null default now()
      );
      comment on column identity.tenants.tenant_id is 'The id again, so that the fence is the same on every table.';
      comment on column identity.tenants.seats_version is 'Counts changes of the number of members; billing ignores what is older than it knows.';

      create table identity.users (
        id text primary key,
        email text not null unique check (email = lower(email)),
        display_name text not null,
        subject text unique,
        authentik_pk integer unique,
        password_change_required boolean not null default false,
        created_at timestamptz not null default now()
      );
      comment on column identity.users.subject is 'The sub claim of the identity provider (OpenID Connect Core section 2).';

      create table identity.members (
        id text primary key,
        tenant_id text not null references identity.tenants (id),
        user_id text not null references identity.users (id) deferrable initially deferred,
        address text not null check (address = lower(address)),
        role text not null check (role in ('OWNER', 'ADMIN', 'MEMBER')),
        status text not null check (status in ('PROVISIONING', 'ACTIVE', 'SUSPENDED', 'REMOVING')),
        blocked_at timestamptz,
        display_name text not null,
        first_name text,
        last_name text,
        phone text,
        alternative_email text,
        created_at timestamptz not null default now(),
        search_text text generated always as (lower(display_name || ' ' || address)) stored,
        unique (tenant_id, user_id)
      );
      comment on column identity.members.blocked_at is 'From here on the member reaches nothing, while the back ends are still being told.';
      create unique index one_owner on identity.members (tenant_id) where role = 'OWNER';
      create index members_by_name on identity.members (tenant_id, lower(display_name), id);
      create index members_by_age on identity.members (tenant_id, created_at, id);
      create index members_of_user on identity.members (user_id);

      create table identity.audit_entries (
        id text primary key,
        tenant_id text not null,
        sequence bigint generated always as identity,
        at timestamptz not null,
        actor jsonb not null,
        action text not null,
        outcome text not null check (outcome in ('SUCCEEDED', 'REFUSED', 'FAILED')),
        target jsonb,
        summary text not null,
        changes jsonb not null,
        ip_address text,
        request_id text not null
      );
      create index audit_entries_in_order on identity.audit_entries (tenant_id, sequence);

      create table identity.partners (id text primary key, name text not null unique);
      create table identity.partner_tenants (
        partner_id text not null references identity.partners (id),
        tenant_id text not null references identity.tenants (id),
        primary key (partner_id, tenant_id)
      );
      create table identity.partner_staff (
        user_id text primary key references identity.users (id),
        partner_id text not null references identity.partners (id)
      );
      create table identity.partner_clients (
        client_id text primary key,
        partner_id text not null references identity.partners (id),
        name text not null
      );
      create table identity.platform_operators (user_id text primary key references identity.users (id));

      ${workflowTables('identity')}
      ${['tenants', 'members', 'audit_entries', 'partner_tenants'].map((table) => fence('identity', table)).join('\n')}

      -- A user belongs to no tenant: seen by those who reach one of the person's memberships.
      alter table identity.users enable row level security;
      alter table identity.users force row level security;
      create policy through_members on identity.users
        using ((select identity.reached()) = array['*'] or exists (select 1 from identity.members m where m.user_id = users.id))
        with check (true);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table identity.workflow_steps, identity.workflows, identity.platform_operators, identity.partner_clients, identity.partner_staff,
        identity.partner_tenants, identity.partners, identity.audit_entries, identity.members, identity.users, identity.tenants;
      drop function identity.reached();`);
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What must hold under race about who governs a tenant and whose a sign-in is: exactly one owner once there is one,
 * somebody who may administer it, and nothing done to a person here that another tenant relies on.
 */
export class GovernMembers1764115200005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table identity.users add column sessions_ended_at timestamptz;
      comment on column identity.users.sessions_ended_at is 'Sessions and tokens given out before are refused.';
      alter table identity.members add column bootstrap boolean not null default false;
      comment on column identity.members.bootstrap is 'The admin without a mailbox the tenant was opened with; the role is locked until there is a mailbox.';

      -- Looks over the fence for as long as it takes, and tells no more than one word: NONE, BLOCKED (only places that are suspended or on their way out) or OPEN.
      create function identity.place_elsewhere(person text, here text) returns text language plpgsql security definer set search_path = identity as $$
        declare
          tenants text := current_setting('dezky.tenants', true);
          place text;
        begin
          perform set_config('dezky.tenants', '*', true);
          select case
            when exists (select 1 from platform_operators where user_id = person) or exists (select 1 from partner_staff where user_id = person) then 'OPEN'
            when exists (select 1 from members where user_id = person and tenant_id <> here and blocked_at is null) then 'OPEN'
            when exists (select 1 from members where user_id = person and tenant_id <> here) then 'BLOCKED'
            else 'NONE' end into place;
          perform set_config('dezky.tenants', tenants, true);
          return place;
        end $$;
      revoke all on function identity.place_elsewhere(text, text) from public;
      grant execute on function identity.place_elsewhere(text, text) to identity_app;

      -- Asked when the transaction ends, one transaction of a tenant after the other.
      create function identity.keep_governed() returns trigger language plpgsql as $$
        begin
          perform 1 from identity.tenants where id = old.tenant_id for no key update;
          if old.role = 'OWNER' and not exists (select 1 from identity.members where tenant_id = old.tenant_id and role = 'OWNER') then
            raise exception 'The tenant would be without an owner.' using errcode = 'check_violation', constraint = 'keep_an_owner';
          end if;
          if not exists (select 1 from identity.members where tenant_id = old.tenant_id and role in ('OWNER', 'ADMIN') and status = 'ACTIVE' and blocked_at is null) then
            raise exception 'The tenant would be without an admin.' using errcode = 'check_violation', constraint = 'keep_an_admin';
          end if;
          return null;
        end $$;
      create constraint trigger keep_governed_on_update after update of role, status, blocked_at on identity.members deferrable initially deferred for each row
        when (old.role in ('OWNER', 'ADMIN') and old.status = 'ACTIVE' and old.blocked_at is null
              and (new.role = 'MEMBER' or new.status <> 'ACTIVE' or new.blocked_at is not null or (old.role = 'OWNER' and new.role <> 'OWNER')))
        execute function identity.keep_governed();
      create constraint trigger keep_governed_on_delete after delete on identity.members deferrable initially deferred for each row
        when (old.role in ('OWNER', 'ADMIN') and old.status = 'ACTIVE' and old.blocked_at is null)
        execute function identity.keep_governed();`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger keep_governed_on_delete on identity.members;
      drop trigger keep_governed_on_update on identity.members;
      drop function identity.keep_governed();
      drop function identity.place_elsewhere(text, text);
      alter table identity.members drop column bootstrap;
      alter table identity.users drop column sessions_ended_at;`);
  }
}

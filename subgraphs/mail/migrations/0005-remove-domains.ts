import type { MigrationInterface, QueryRunner } from 'typeorm';

export class RemoveDomains1764200000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table mail.domains drop constraint domains_status_check;
      alter table mail.domains add constraint domains_status_check check (status in ('PENDING', 'VERIFIED', 'NEEDS_ATTENTION', 'FAILED', 'REMOVING'));

      create function mail.keep_removed_domains_empty() returns trigger language plpgsql as $$
      declare
        now_is text;
      begin
        -- The lock waits for a removal that is being written, and reads what it left.
        select status into now_is from mail.domains where id = new.domain_id for key share;
        if now_is = 'REMOVING' then
          raise exception 'the domain of % is being removed', new.address using errcode = 'foreign_key_violation', constraint = 'no_address_on_removed_domain';
        end if;
        return new;
      end $$;
      comment on function mail.keep_removed_domains_empty is 'Nobody gets an address on a domain from the moment its removal begins.';
      create trigger keep_removed_domains_empty before insert on mail.addresses for each row execute function mail.keep_removed_domains_empty();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger keep_removed_domains_empty on mail.addresses;
      drop function mail.keep_removed_domains_empty();
      alter table mail.domains drop constraint domains_status_check;
      alter table mail.domains add constraint domains_status_check check (status in ('PENDING', 'VERIFIED', 'NEEDS_ATTENTION', 'FAILED'));`);
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

export class WatchDomains1764200000007 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table mail.dns_records add column propagates_at timestamptz;
      comment on column mail.dns_records.propagates_at is 'When everybody sees what the domain''s own name servers say; null where nothing is under way.';

      alter table mail.domains add column next_check_at timestamptz not null default now() + interval '1 minute';
      comment on column mail.domains.next_check_at is 'Whoever checks a domain by itself moves this ahead first, so that no two do it at once.';
      update mail.domains set next_check_at = now() + random() * interval '4 hours';
      create index domains_to_check on mail.domains (next_check_at) where status in ('PENDING', 'VERIFIED', 'NEEDS_ATTENTION');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table mail.domains drop column next_check_at;
      alter table mail.dns_records drop column propagates_at;
    `);
  }
}

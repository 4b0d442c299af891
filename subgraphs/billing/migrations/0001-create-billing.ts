import { auditOutboxTable } from '@dezky/kit/audit/audit-outbox';
import { fence, fenceFunction } from '@dezky/kit/database/fence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateBilling1763856000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${fenceFunction('billing')}

      create table billing.subscriptions (
        tenant_id text primary key,
        customer_id text unique,
        subscription_id text unique,
        wanted_seats integer not null check (wanted_seats >= 0),
        wanted_version bigint not null,
        billed_seats integer,
        billed_version bigint
      );
      comment on column billing.subscriptions.wanted_version is 'Identity counts the changes of a tenant’s members; what is older than this is dropped.';
      comment on column billing.subscriptions.billed_version is 'The version that Stripe was last seen to have.';

      ${auditOutboxTable('billing')}
      ${fence('billing', 'subscriptions')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table billing.audit_outbox, billing.subscriptions; drop function billing.reached();');
  }
}

import { idempotencyTable } from '@dezky/kit/idempotency/idempotency-table';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class RememberIdempotencyKeys1764100000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(idempotencyTable('gateway'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table gateway.idempotency_keys;');
  }
}

import { idempotencyTable } from '@dezky/kit/idempotency/idempotency-table';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class RememberIdempotencyKeys1764100000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(idempotencyTable('identity'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table identity.idempotency_keys;');
  }
}

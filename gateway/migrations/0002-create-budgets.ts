import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateBudgets1764050000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Unlogged: after a crash of the server everybody starts with a full budget, which is what minutes of waiting would have given them.
    await runner.query(`
      create unlogged table gateway.budgets (
        payer text primary key,
        level double precision not null,
        at timestamptz not null
      );
      comment on column gateway.budgets.level is 'What has flowed into the bucket and not yet out of it, at the time beside it.';
      create index budgets_by_age on gateway.budgets (at);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table gateway.budgets;');
  }
}

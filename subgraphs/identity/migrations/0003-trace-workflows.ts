import { workflowTraces } from '@dezky/kit/workflow/workflow-tables';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class TraceWorkflows1764100000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(workflowTraces('identity'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table identity.workflows drop column trace_parent;');
  }
}

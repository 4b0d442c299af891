import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ActorName } from '../context/actor';
import type { BackendSystem } from './step';

export const WorkflowState = { RUNNING: 'RUNNING', SUCCEEDED: 'SUCCEEDED', NEEDS_ATTENTION: 'NEEDS_ATTENTION', UNDOING: 'UNDOING', UNDONE: 'UNDONE' } as const;
export type WorkflowState = (typeof WorkflowState)[keyof typeof WorkflowState];

export const StepState = { PLANNED: 'PLANNED', RUNNING: 'RUNNING', DONE: 'DONE', FAILED: 'FAILED', UNDONE: 'UNDONE' } as const;
export type StepState = (typeof StepState)[keyof typeof StepState];

@Entity('workflows')
export class WorkflowEntity {
  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'tenant_id' })
  tenantId: string;

  @Column('text', { name: 'subject_id' })
  subjectId: string;

  @Column('text')
  name: string;

  @Column('text')
  kind: string;

  @Column('text')
  state: WorkflowState;

  @Column('int')
  runs: number;

  @Column('jsonb')
  input: unknown;

  @Column('bytea', { nullable: true })
  secret: Buffer | null;

  @Column('jsonb')
  actor: ActorName;

  @Column('text', { name: 'request_id' })
  requestId: string;

  /** The place in a trace it was started at (W3C Trace Context). */
  @Column('text', { name: 'trace_parent', nullable: true })
  traceParent: string | null;

  @Column('timestamptz', { name: 'started_at' })
  startedAt: Date;

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt: Date | null;
}

@Entity('workflow_steps')
export class WorkflowStepEntity {
  @PrimaryColumn('text', { name: 'workflow_id' })
  workflowId: string;

  @PrimaryColumn('int')
  position: number;

  @Column('text', { name: 'tenant_id' })
  tenantId: string;

  @Column('text')
  name: string;

  @Column('text')
  title: string;

  @Column('text')
  system: BackendSystem;

  @Column('text')
  state: StepState;

  @Column('int')
  attempts: number;

  @Column('text', { name: 'last_error', nullable: true })
  lastError: string | null;

  @Column('timestamptz', { name: 'verified_at', nullable: true })
  verifiedAt: Date | null;
}

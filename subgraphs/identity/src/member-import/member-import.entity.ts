import type { Actor } from '@dezky/kit/context/actor';
import { Column, Entity, PrimaryColumn } from 'typeorm';

export const ImportState = { PREVIEWED: 'PREVIEWED', RUNNING: 'RUNNING', PAUSED: 'PAUSED', FINISHED: 'FINISHED', UNDOING: 'UNDOING', UNDONE: 'UNDONE' } as const;
export type ImportState = (typeof ImportState)[keyof typeof ImportState];

export const ImportAction = { CREATE: 'CREATE', UPDATE: 'UPDATE', SKIP: 'SKIP', CONFLICT: 'CONFLICT' } as const;
export type ImportAction = (typeof ImportAction)[keyof typeof ImportAction];

export const ImportRowState = { PENDING: 'PENDING', RUNNING: 'RUNNING', DONE: 'DONE', FAILED: 'FAILED', UNDOING: 'UNDOING', UNDONE: 'UNDONE', KEPT: 'KEPT' } as const;
export type ImportRowState = (typeof ImportRowState)[keyof typeof ImportRowState];

/** What a column of a file can hold. */
export const ImportField = { ADDRESS: 'ADDRESS', DISPLAY_NAME: 'DISPLAY_NAME', FIRST_NAME: 'FIRST_NAME', LAST_NAME: 'LAST_NAME', PHONE: 'PHONE', ALTERNATIVE_EMAIL: 'ALTERNATIVE_EMAIL', ROLE: 'ROLE' } as const;
export type ImportField = (typeof ImportField)[keyof typeof ImportField];

export interface ImportColumn {
  readonly heading: string;
  /** Null: the column is not used. */
  readonly field: ImportField | null;
}

export interface RowChange {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

@Entity('member_imports')
export class MemberImportEntity {
  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'tenant_id' })
  tenantId: string;

  @Column('text', { name: 'file_name' })
  fileName: string;

  @Column('text')
  state: ImportState;

  /** What a paused import goes on with. */
  @Column('text', { name: 'paused_from', nullable: true })
  pausedFrom: 'RUNNING' | 'UNDOING' | null;

  @Column('jsonb')
  columns: readonly ImportColumn[];

  @Column('jsonb')
  actor: Actor;

  @Column('text', { name: 'request_id' })
  requestId: string;

  @Column('text', { name: 'ip_address', nullable: true })
  ipAddress: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  @Column('timestamptz', { name: 'started_at', nullable: true })
  startedAt: Date | null;

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt: Date | null;
}

@Entity('member_import_rows')
export class MemberImportRowEntity {
  @PrimaryColumn('text', { name: 'import_id' })
  importId: string;

  @PrimaryColumn('int')
  line: number;

  @Column('text', { name: 'tenant_id' })
  tenantId: string;

  @Column('text', { array: true })
  cells: string[];

  /** Why the cells could not be read. */
  @Column('text', { nullable: true })
  broken: string | null;

  @Column('text', { nullable: true })
  address: string | null;

  @Column('text', { name: 'display_name', nullable: true })
  displayName: string | null;

  @Column('text')
  action: ImportAction;

  @Column('text', { nullable: true })
  reason: string | null;

  @Column('jsonb')
  changes: readonly RowChange[];

  @Column('text')
  state: ImportRowState;

  @Column('text', { nullable: true })
  detail: string | null;

  @Column('text', { name: 'member_id', nullable: true })
  memberId: string | null;

  @Column('text', { name: 'workflow_id', nullable: true })
  workflowId: string | null;

  @Column('bytea', { nullable: true })
  secret: Buffer | null;

  /** What decides between equal lines of a page; within one import there are none. */
  get id(): string {
    return this.importId;
  }
}

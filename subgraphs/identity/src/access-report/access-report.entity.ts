import type { BackendSystem } from '@dezky/kit/workflow/step';
import { Column, Entity, PrimaryColumn } from 'typeorm';

export const AccessReason = { SUSPENDED: 'SUSPENDED', REMOVED: 'REMOVED' } as const;
export type AccessReason = (typeof AccessReason)[keyof typeof AccessReason];

export const AccessWay = {
  PORTAL_SESSION: 'PORTAL_SESSION',
  API_ACCESS_TOKEN: 'API_ACCESS_TOKEN',
  SIGN_IN_ACCOUNT: 'SIGN_IN_ACCOUNT',
  SIGN_IN_REFRESH_TOKEN: 'SIGN_IN_REFRESH_TOKEN',
  SIGN_IN_ACCESS_TOKEN: 'SIGN_IN_ACCESS_TOKEN',
  MAIL_JMAP: 'MAIL_JMAP',
  MAIL_IMAP: 'MAIL_IMAP',
  MAIL_SMTP: 'MAIL_SMTP',
  MAIL_OPEN_CONNECTION: 'MAIL_OPEN_CONNECTION',
  FILES_ACCOUNT: 'FILES_ACCOUNT',
  FILES_ACCESS_TOKEN: 'FILES_ACCESS_TOKEN',
} as const;
export type AccessWay = (typeof AccessWay)[keyof typeof AccessWay];

export const AccessOutcome = { REFUSED: 'REFUSED', CLOSED: 'CLOSED', LET_IN: 'LET_IN', NONE_EXISTED: 'NONE_EXISTED', KEPT: 'KEPT', UNANSWERED: 'UNANSWERED', NOT_TESTED: 'NOT_TESTED' } as const;
export type AccessOutcome = (typeof AccessOutcome)[keyof typeof AccessOutcome];

/** What became of every way in when somebody was kept out. It names nobody by reference: it outlives them. */
@Entity('access_reports')
export class AccessReportEntity {
  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'tenant_id' })
  tenantId: string;

  @Column('text', { name: 'workflow_id' })
  workflowId: string;

  @Column('text', { name: 'member_id' })
  memberId: string;

  @Column('text', { name: 'member_name' })
  memberName: string;

  @Column('text')
  address: string;

  @Column('text')
  reason: AccessReason;

  @Column('timestamptz', { name: 'started_at' })
  startedAt: Date;

  @Column('timestamptz', { name: 'finished_at' })
  finishedAt: Date;

  @Column('boolean')
  proven: boolean;
}

@Entity('access_attempts')
export class AccessAttemptEntity {
  @PrimaryColumn('text', { name: 'report_id' })
  reportId: string;

  @PrimaryColumn('int')
  position: number;

  @Column('text', { name: 'tenant_id' })
  tenantId: string;

  @Column('text')
  way: AccessWay;

  @Column('text')
  system: BackendSystem;

  @Column('text')
  outcome: AccessOutcome;

  @Column('text')
  detail: string;

  @Column('timestamptz')
  at: Date;
}

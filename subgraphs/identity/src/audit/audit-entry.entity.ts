import type { AuditRecord } from '@dezky/kit/audit/audit-entry';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('audit_entries')
export class AuditEntryEntity {
  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'tenant_id' })
  tenantId: string;

  /** Order of arrival; what lists are paged by. */
  @Column({ type: 'bigint', insert: false, update: false })
  sequence: string;

  @Column('timestamptz')
  at: Date;

  @Column('jsonb')
  actor: AuditRecord['actor'];

  @Column('text')
  action: string;

  @Column('text')
  outcome: AuditRecord['outcome'];

  @Column('jsonb', { nullable: true })
  target: AuditRecord['target'];

  @Column('text')
  summary: string;

  @Column('jsonb')
  changes: AuditRecord['changes'];

  @Column('text', { name: 'ip_address', nullable: true })
  ipAddress: string | null;

  @Column('text', { name: 'request_id' })
  requestId: string;
}

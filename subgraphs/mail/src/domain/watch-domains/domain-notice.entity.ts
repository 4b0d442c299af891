import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What the admins of a tenant are told by mail, until it has gone out. */
@Entity('domain_notices')
export class DomainNoticeEntity {
  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'tenant_id' })
  tenantId: string;

  @Column('text', { name: 'domain_id' })
  domainId: string;

  @Column('text')
  subject: string;

  @Column('text')
  body: string;

  /** The message at the mail server, once it is there; it goes out under this id alone, so never twice. */
  @Column('text', { name: 'draft_id', nullable: true })
  draftId: string | null;

  /** What the mail server calls its sending; null also when the answer was lost. */
  @Column('text', { name: 'submission_id', nullable: true })
  submissionId: string | null;

  @Column({ type: 'int', insert: false })
  tries: number;

  @Column('timestamptz', { name: 'sent_at', nullable: true })
  sentAt: Date | null;
}

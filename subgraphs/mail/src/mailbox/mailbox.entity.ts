import { Column, Entity, PrimaryColumn } from 'typeorm';

export type MailboxState = 'PENDING' | 'ACTIVE' | 'FROZEN' | 'FAILED';

/** A member's mailbox. */
@Entity('mailboxes')
export class MailboxEntity {
  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'tenant_id' })
  tenantId: string;

  @Column('text', { name: 'member_id' })
  memberId: string;

  @Column('text')
  address: string;

  @Column('text', { name: 'domain_id' })
  domainId: string;

  @Column('text', { name: 'local_part' })
  localPart: string;

  /** As it was last given to the mail server, to search by; null for a mailbox from before it was kept. */
  @Column('text', { name: 'display_name', nullable: true })
  displayName: string | null;

  /** The account at the mail server; null until it was made. */
  @Column('text', { name: 'stalwart_id', nullable: true })
  stalwartId: string | null;

  @Column('text')
  state: MailboxState;

  @Column('text', { name: 'last_error', nullable: true })
  lastError: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;
}

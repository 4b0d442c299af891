import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A further address of a mailbox, as it is wanted. */
@Entity('aliases')
export class AliasEntity {
  @PrimaryColumn('text')
  address: string;

  @Column('text', { name: 'tenant_id' })
  tenantId: string;

  @Column('text', { name: 'mailbox_id' })
  mailboxId: string;

  @Column('text', { name: 'domain_id' })
  domainId: string;

  @Column('text', { name: 'local_part' })
  localPart: string;

  /** Switched off, mail to it is refused; nobody else gets it. */
  @Column('bool')
  enabled: boolean;

  @Column('text', { nullable: true })
  description: string | null;

  /** Taken away, and kept from everybody else until the mail server has let go of it. */
  @Column('bool')
  leaving: boolean;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  /** The address is what it is known by. */
  get id(): string {
    return this.address;
  }
}

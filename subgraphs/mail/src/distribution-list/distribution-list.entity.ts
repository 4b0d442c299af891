import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One address that hands mail on to many recipients, as it is wanted. */
@Entity('distribution_lists')
export class DistributionListEntity {
  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'tenant_id' })
  tenantId: string;

  @Column('text')
  address: string;

  @Column('text', { name: 'domain_id' })
  domainId: string;

  @Column('text', { name: 'local_part' })
  localPart: string;

  @Column('text')
  name: string;

  /** The list at the mail server; null until it was made. */
  @Column('text', { name: 'stalwart_id', nullable: true })
  stalwartId: string | null;

  /** Deleted, and its address kept from everybody else until the mail server has let go of it. */
  @Column('bool')
  leaving: boolean;

  /** Addresses it had before, kept until the mail server has let go of them. */
  @Column('text', { name: 'former_addresses', array: true })
  formerAddresses: string[];

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;
}

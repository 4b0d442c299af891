import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Who gets the mail of a list: an address of the tenant's, or one outside. */
@Entity('distribution_list_recipients')
export class ListRecipientEntity {
  @PrimaryColumn({ type: 'text', name: 'list_id' })
  listId: string;

  @PrimaryColumn('text')
  address: string;

  @Column('text', { name: 'tenant_id' })
  tenantId: string;

  /** Without a sub-address: whose it is. The database derives it. */
  @Column({ type: 'text', name: 'base_address', insert: false, update: false })
  baseAddress: string;

  /** In its list, the address is what it is known by. */
  get id(): string {
    return this.address;
  }
}

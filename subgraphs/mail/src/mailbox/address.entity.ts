import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One address of the one address space over all tenants; whoever holds the row holds the address. */
@Entity('addresses')
export class AddressEntity {
  @PrimaryColumn('text')
  address: string;

  @Column('text', { name: 'tenant_id' })
  tenantId: string;

  @Column('text', { name: 'domain_id' })
  domainId: string;
}

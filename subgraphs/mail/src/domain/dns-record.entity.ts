import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DnsRecordKind, DnsRecordState, DnsType } from '../dns/dns-record';

/** A record that a domain's owner is asked to publish, and what was last found. */
@Entity('dns_records')
export class DnsRecordEntity {
  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'tenant_id' })
  tenantId: string;

  @Column('text', { name: 'domain_id' })
  domainId: string;

  @Column('int')
  position: number;

  @Column('text')
  kind: DnsRecordKind;

  @Column('text')
  type: DnsType;

  @Column('text')
  host: string;

  @Column('text')
  value: string;

  @Column('bool')
  required: boolean;

  @Column('text')
  state: DnsRecordState;

  @Column('text', { array: true })
  found: string[];

  @Column('text', { nullable: true })
  advice: string | null;

  @Column('timestamptz', { name: 'propagates_at', nullable: true })
  propagatesAt: Date | null;
}

import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DmarcPolicy } from '../dns/dns-record';

export const DomainStatus = { CLAIMED: 'CLAIMED', PENDING: 'PENDING', VERIFIED: 'VERIFIED', NEEDS_ATTENTION: 'NEEDS_ATTENTION', FAILED: 'FAILED', REMOVING: 'REMOVING' } as const;
export type DomainStatus = (typeof DomainStatus)[keyof typeof DomainStatus];

/** A mail domain of a tenant. */
@Entity('domains')
export class DomainEntity {
  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'tenant_id' })
  tenantId: string;

  @Column('text')
  name: string;

  @Column('bool', { name: 'is_primary' })
  isPrimary: boolean;

  @Column('text')
  status: DomainStatus;

  /** Its ownership was never shown: the mail server does not have it, and others may claim the same name. */
  @Column('bool')
  claimed: boolean;

  @Column('text', { name: 'stalwart_id', nullable: true })
  stalwartId: string | null;

  @Column('text', { name: 'challenge_token' })
  challengeToken: string;

  @Column('text', { name: 'dmarc_policy' })
  dmarcPolicy: DmarcPolicy;

  @Column('bool', { name: 'strict_spf' })
  strictSpf: boolean;

  @Column('timestamptz', { name: 'checked_at', nullable: true })
  checkedAt: Date | null;

  /** When it is checked by itself next. */
  @Column({ type: 'timestamptz', name: 'next_check_at', insert: false })
  nextCheckAt: Date;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;
}

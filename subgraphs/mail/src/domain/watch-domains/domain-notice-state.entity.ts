import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Finding, NoticeState } from './damp-notices';

/** What the admins know of the records of a domain; without a row, what its status says. */
@Entity('domain_notice_states')
export class DomainNoticeStateEntity implements NoticeState {
  @PrimaryColumn('text', { name: 'domain_id' })
  domainId: string;

  @Column('text', { name: 'tenant_id' })
  tenantId: string;

  @Column('text')
  known: NoticeState['known'];

  @Column('text', { nullable: true })
  seen: Finding | null;

  @Column('timestamptz', { nullable: true })
  since: Date | null;

  @Column('int')
  checks: number;

  @Column('timestamptz', { name: 'told_at', array: true })
  toldAt: Date[];
}

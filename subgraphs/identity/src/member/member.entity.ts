import type { TenantRole } from '@dezky/kit/context/actor';
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { UserEntity } from '../user/user.entity';

export const MemberStatus = { PROVISIONING: 'PROVISIONING', ACTIVE: 'ACTIVE', SUSPENDED: 'SUSPENDED', REMOVING: 'REMOVING' } as const;
export type MemberStatus = (typeof MemberStatus)[keyof typeof MemberStatus];

/** A person's place in one tenant. */
@Entity('members')
export class MemberEntity {
  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'tenant_id' })
  tenantId: string;

  @Column('text', { name: 'user_id' })
  userId: string;

  @ManyToOne(() => UserEntity)
  @JoinColumn({ name: 'user_id' })
  user: Relation<UserEntity>;

  @Column('text')
  address: string;

  @Column('text')
  role: TenantRole;

  @Column('text')
  status: MemberStatus;

  @Column('timestamptz', { name: 'blocked_at', nullable: true })
  blockedAt: Date | null;

  @Column('text', { name: 'display_name' })
  displayName: string;

  @Column('text', { name: 'first_name', nullable: true })
  firstName: string | null;

  @Column('text', { name: 'last_name', nullable: true })
  lastName: string | null;

  @Column('text', { nullable: true })
  phone: string | null;

  @Column('text', { name: 'alternative_email', nullable: true })
  alternativeEmail: string | null;

  /** The admin without a mailbox that the tenant was opened with. */
  @Column('boolean')
  bootstrap: boolean;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;
}

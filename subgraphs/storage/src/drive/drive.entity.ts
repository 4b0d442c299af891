import { Column, Entity, PrimaryColumn } from 'typeorm';

export const DriveState = { PENDING: 'PENDING', ACTIVE: 'ACTIVE', FROZEN: 'FROZEN' } as const;
export type DriveState = (typeof DriveState)[keyof typeof DriveState];

/** A member's account at the storage server, with the drive that it owns there. */
@Entity('drives')
export class DriveEntity {
  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'tenant_id' })
  tenantId: string;

  @Column('text', { name: 'member_id' })
  memberId: string;

  @Column('text')
  username: string;

  @Column('text')
  name: string;

  @Column('text', { name: 'ocis_user_id', nullable: true })
  ocisUserId: string | null;

  @Column('text')
  state: DriveState;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt: Date;
}

import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('tenants')
export class TenantEntity {
  @PrimaryColumn('text')
  id: string;

  @Column('text')
  slug: string;

  @Column('text')
  name: string;

  @Column('int', { name: 'seat_limit', nullable: true })
  seatLimit: number | null;

  @Column('bigint', { name: 'seats_version' })
  seatsVersion: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;
}

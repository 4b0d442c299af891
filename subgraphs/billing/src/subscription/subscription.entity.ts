import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A tenant's customer and subscription at Stripe, and how many seats it should have. */
@Entity('subscriptions')
export class SubscriptionEntity {
  @PrimaryColumn('text', { name: 'tenant_id' })
  tenantId: string;

  @Column('text', { name: 'customer_id', nullable: true })
  customerId: string | null;

  @Column('text', { name: 'subscription_id', nullable: true })
  subscriptionId: string | null;

  @Column('int', { name: 'wanted_seats' })
  wantedSeats: number;

  @Column('bigint', { name: 'wanted_version' })
  wantedVersion: string;

  @Column('int', { name: 'billed_seats', nullable: true })
  billedSeats: number | null;

  @Column('bigint', { name: 'billed_version', nullable: true })
  billedVersion: string | null;
}

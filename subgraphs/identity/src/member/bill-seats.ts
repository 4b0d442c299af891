import type { Db } from '@dezky/kit/database/rows';
import { NotYetSeen, type StepContext } from '@dezky/kit/workflow/step';
import { Not } from 'typeorm';
import { TenantEntity } from '../tenant/tenant.entity';
import type { BillingPeer } from './billing-peer';
import { MemberEntity } from './member.entity';

interface Count {
  readonly tenant: TenantEntity;
  readonly seats: number;
  readonly ownerEmail: string | null;
}

/** Counts members and takes a new version in one transaction, so that a later count never carries an earlier version. */
async function count(db: Db, tenantId: string): Promise<Count> {
  await db.findOneOrFail(TenantEntity, { where: { id: tenantId }, lock: { mode: 'pessimistic_write' } });
  await db.increment(TenantEntity, { id: tenantId }, 'seatsVersion', 1);
  const tenant = await db.findOneByOrFail(TenantEntity, { id: tenantId });
  const seats = await db.countBy(MemberEntity, { tenantId, status: Not('REMOVING') });
  const owner = await db.findOneBy(MemberEntity, { tenantId, role: 'OWNER' });
  return { tenant, seats, ownerEmail: owner?.address ?? null };
}

/** Tells billing how many seats the tenant has: reservations count, whoever is on the way out does not. */
export async function billSeats(billing: BillingPeer, context: StepContext<{ memberId: string }>): Promise<void> {
  const { tenant, seats, ownerEmail } = await context.rows((db) => count(db, context.tenantId));
  await billing.setSeats({ tenantName: tenant.name, ownerEmail, seats, version: Number(tenant.seatsVersion) }, context);
}

/** Billing holds a number at least as new as the last one this tenant sent. */
export async function verifyBilledSeats(billing: BillingPeer, context: StepContext<{ memberId: string }>): Promise<void> {
  const billed = await billing.billedSeats(context);
  if (!billed) throw new NotYetSeen('Billing has no subscription for this tenant yet.');
}

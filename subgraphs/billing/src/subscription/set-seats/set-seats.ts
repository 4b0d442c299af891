import type { Reach } from '@dezky/kit/context/reach';
import type { Rows } from '@dezky/kit/database/rows';
import { businessMonthly, type StripeClient } from '../../stripe/stripe-client';
import { SubscriptionEntity } from '../subscription.entity';
import type { SetSeatsInput } from './set-seats.input';

/**
 * Brings the subscription at Stripe to the newest number of seats we were told. Two that run at once may reach
 * Stripe in either order; each looks again afterwards, so that the newest number is the last one written.
 */
export async function setSeats(rows: Rows, reach: Reach, stripe: StripeClient, input: SetSeatsInput): Promise<void> {
  const { tenantId } = input;
  await rows.in(reach, (db) =>
    db.query(
      `insert into subscriptions (tenant_id, wanted_seats, wanted_version) values ($1, $2, $3)
         on conflict (tenant_id) do update set wanted_seats = excluded.wanted_seats, wanted_version = excluded.wanted_version
         where subscriptions.wanted_version < excluded.wanted_version`,
      [tenantId, input.seats, input.version],
    ),
  );
  const wanted = (): Promise<SubscriptionEntity> => rows.in(reach, (db) => db.findOneByOrFail(SubscriptionEntity, { tenantId }));
  for (let target = await wanted(); ; ) {
    const ids = await subscriptionAt(stripe, target, input);
    const billed = await stripe.setSeats(ids.subscriptionId, target.wantedSeats);
    await rows.in(reach, (db) => db.update(SubscriptionEntity, { tenantId }, { ...ids, billedSeats: billed.seats, billedVersion: target.wantedVersion }));
    const latest = await wanted();
    if (latest.wantedVersion === target.wantedVersion) return;
    target = latest;
  }
}

/** Customer and subscription are made with the tenant's first seat. */
async function subscriptionAt(stripe: StripeClient, row: SubscriptionEntity, input: SetSeatsInput): Promise<{ customerId: string; subscriptionId: string }> {
  if (row.customerId && row.subscriptionId) return { customerId: row.customerId, subscriptionId: row.subscriptionId };
  await stripe.ensurePlan();
  const { id: customerId } = await stripe.ensureCustomer({ tenantId: input.tenantId, name: input.tenantName, email: input.ownerEmail ?? '' });
  const { id: subscriptionId } = await stripe.ensureSubscription({ customerId, tenantId: input.tenantId, priceLookupKey: businessMonthly.lookupKey, seats: row.wantedSeats });
  return { customerId, subscriptionId };
}

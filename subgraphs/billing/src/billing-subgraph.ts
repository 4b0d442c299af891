import { AuditDelivery, AuditOutboxEntity } from '@dezky/kit/audit/audit-outbox';
import type { ActorVerifier } from '@dezky/kit/context/actor-token';
import { openDatabase } from '@dezky/kit/database/data-source';
import { Rows } from '@dezky/kit/database/rows';
import { buildSubgraph } from '@dezky/kit/federation/build-subgraph';
import type { Logger } from '@dezky/kit/log/logger';
import type { Peers } from '@dezky/kit/peer/peers';
import { type Subgraph, serveSubgraph } from '@dezky/kit/server/subgraph';
import type { BillingConfig } from './config';
import { createStripeClient } from './stripe/stripe-client';
import { SetSeatsResolver } from './subscription/set-seats/set-seats.resolver';
import { SubscriptionEntity } from './subscription/subscription.entity';
import { BillingResolver } from './subscription/subscription.resolver';
import { TenantReference } from './subscription/subscription.type';

export interface BillingParts {
  readonly config: BillingConfig;
  readonly verifier: ActorVerifier;
  readonly peers: Peers;
  readonly log: Logger;
}

export const billingEntities = [SubscriptionEntity, AuditOutboxEntity];

/** Builds the billing subgraph: everything in it is made once, here. */
export async function createBillingSubgraph({ config, verifier, peers, log }: BillingParts): Promise<Subgraph> {
  const dataSource = await openDatabase({ url: config.BILLING_DATABASE_URL, schema: 'billing', entities: billingEntities, log, poolSize: 4 });
  const rows = new Rows(dataSource);
  const stripe = createStripeClient({ url: config.STRIPE_URL, secretKey: config.STRIPE_KEY });
  const built = await buildSubgraph({ resolvers: [new BillingResolver(stripe), new SetSeatsResolver(stripe)], entities: [TenantReference] });
  return serveSubgraph({
    name: 'billing',
    built,
    rows,
    dataSource,
    verifier,
    log,
    ping: () => stripe.ping(),
    background: [new AuditDelivery(rows, peers, log)],
    close: () => stripe.close(),
  });
}

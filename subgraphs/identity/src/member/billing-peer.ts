import type { Peers } from '@dezky/kit/peer/peers';

interface Scope {
  readonly tenantId: string;
  readonly requestId: string;
}

/** What identity asks of the billing subgraph. */
export class BillingPeer {
  constructor(private readonly peers: Peers) {}

  /** Seats follow members. Billing drops a number that is older than the one it has. */
  async setSeats(input: { tenantName: string; ownerEmail: string | null; seats: number; version: number }, scope: Scope): Promise<void> {
    const query = `mutation SetSeats($input: SetSeatsInput!) { setSeats(input: $input) }`;
    await this.peers.ask('billing', query, { input: { tenantId: scope.tenantId, ...input } }, scope);
  }

  /** The seats of the subscription as Stripe has them now, and the version they came with. */
  async billedSeats(scope: Scope): Promise<{ seats: number; version: number } | null> {
    const query = `query BilledSeats($tenantId: ID!) { billedSeats(tenantId: $tenantId) { seats version } }`;
    return (await this.peers.ask<{ billedSeats: { seats: number; version: number } | null }>('billing', query, { tenantId: scope.tenantId }, scope)).billedSeats;
  }
}

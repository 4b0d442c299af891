import type { Peers } from '@dezky/kit/peer/peers';

/** What mail asks of the identity subgraph. */
export class IdentityPeer {
  constructor(private readonly peers: Peers) {}

  /** Where the admins of a tenant are told what happened. */
  async adminAddresses(tenantId: string, requestId: string): Promise<string[]> {
    const query = `query AdminAddresses($tenantId: ID!) { adminAddresses(tenantId: $tenantId) }`;
    return (await this.peers.ask<{ adminAddresses: string[] }>('identity', query, { tenantId }, { tenantId, requestId })).adminAddresses;
  }
}

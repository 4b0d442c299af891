import type { Peers } from '@dezky/kit/peer/peers';

/** What booking asks of the identity subgraph. */
export class IdentityPeer {
  constructor(private readonly peers: Peers) {}

  /** The name a member is shown by; null when they are not active. */
  async memberName(memberId: string, scope: { readonly tenantId: string; readonly requestId: string }): Promise<string | null> {
    const query = `query MemberName($memberId: ID!) { memberName(memberId: $memberId) }`;
    return (await this.peers.ask<{ memberName: string | null }>('identity', query, { memberId }, scope)).memberName;
  }
}

import type { Peers } from '@dezky/kit/peer/peers';

/** What booking asks of the mail subgraph. */
export class MailPeer {
  constructor(private readonly peers: Peers) {}

  /** The account whose calendar a member uses; null when they have none that is in use. */
  async calendarAccount(memberId: string, scope: { readonly tenantId: string; readonly requestId: string }): Promise<string | null> {
    const query = `query CalendarAccount($memberId: ID!) { calendarAccount(memberId: $memberId) }`;
    return (await this.peers.ask<{ calendarAccount: string | null }>('mail', query, { memberId }, scope)).calendarAccount;
  }
}

import type { Peers } from '@dezky/kit/peer/peers';

interface Scope {
  readonly tenantId: string;
  readonly requestId: string;
}

/** What identity asks of the mail subgraph. */
export class MailPeer {
  constructor(private readonly peers: Peers) {}

  /** The address a local part would get on the primary domain. Null without a domain. */
  async mailboxOffer(localPart: string, scope: Scope): Promise<{ address: string; domain: string; taken: boolean; verified: boolean } | null> {
    const query = `query MailboxOffer($tenantId: ID!, $localPart: String!) { mailboxOffer(tenantId: $tenantId, localPart: $localPart) { address domain taken verified } }`;
    type Data = { mailboxOffer: { address: string; domain: string; taken: boolean; verified: boolean } | null };
    return (await this.peers.ask<Data>('mail', query, { tenantId: scope.tenantId, localPart }, scope)).mailboxOffer;
  }

  async provisionMailbox(input: { memberId: string; address: string; displayName: string; password: string }, scope: Scope): Promise<void> {
    const query = `mutation ProvisionMailbox($input: ProvisionMailboxInput!) { provisionMailbox(input: $input) { id state } }`;
    await this.peers.ask('mail', query, { input: { tenantId: scope.tenantId, ...input } }, scope);
  }

  /** The mailbox as the mail server has it now; null when there is none. */
  async mailboxState(memberId: string, scope: Scope): Promise<'ACTIVE' | 'FROZEN' | null> {
    const query = `query MailboxState($memberId: ID!) { mailboxState(memberId: $memberId) }`;
    return (await this.peers.ask<{ mailboxState: 'ACTIVE' | 'FROZEN' | null }>('mail', query, { memberId }, scope)).mailboxState;
  }

  freezeMailbox = (memberId: string, scope: Scope): Promise<void> => this.change('freezeMailbox', memberId, scope);
  unfreezeMailbox = (memberId: string, scope: Scope): Promise<void> => this.change('unfreezeMailbox', memberId, scope);
  removeMailbox = (memberId: string, scope: Scope): Promise<void> => this.change('removeMailbox', memberId, scope);

  async setMailboxPassword(memberId: string, password: string, scope: Scope): Promise<void> {
    const query = `mutation SetMailboxPassword($memberId: ID!, $password: String!) { setMailboxPassword(memberId: $memberId, password: $password) }`;
    await this.peers.ask('mail', query, { memberId, password }, scope);
  }

  /** The name colleagues see on mail; without a mailbox nothing happens. */
  async setMailboxName(memberId: string, displayName: string, scope: Scope): Promise<void> {
    const query = `mutation SetMailboxName($memberId: ID!, $displayName: String!) { setMailboxName(memberId: $memberId, displayName: $displayName) }`;
    await this.peers.ask('mail', query, { memberId, displayName }, scope);
  }

  private async change(field: string, memberId: string, scope: Scope): Promise<void> {
    await this.peers.ask('mail', `mutation Change($memberId: ID!) { ${field}(memberId: $memberId) }`, { memberId }, scope);
  }
}

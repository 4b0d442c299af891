import type { Peers } from '@dezky/kit/peer/peers';

export interface MailboxFacts {
  readonly address: string;
  readonly displayName: string;
  readonly state: 'ACTIVE' | 'FROZEN';
  readonly aliases: readonly { readonly address: string; readonly enabled: boolean }[];
}

export interface MailboxOffer {
  readonly address: string;
  readonly domain: string;
  /** By anybody but the member it is offered to. */
  readonly taken: boolean;
  readonly verified: boolean;
  /** Whether it is an alias of the member it is offered to. */
  readonly alias: boolean;
}

interface Scope {
  readonly tenantId: string;
  readonly requestId: string;
}

/** What identity asks of the mail subgraph. */
export class MailPeer {
  constructor(private readonly peers: Peers) {}

  /** The address a local part would get, for somebody new or for a member, on the primary domain or another one of the tenant. Null without such a domain. */
  async mailboxOffer(wanted: { readonly localPart: string; readonly domain?: string | null; readonly memberId?: string }, scope: Scope): Promise<MailboxOffer | null> {
    const query = `query MailboxOffer($tenantId: ID!, $localPart: String!, $domain: String, $memberId: ID) { mailboxOffer(tenantId: $tenantId, localPart: $localPart, domain: $domain, memberId: $memberId) { address domain taken verified alias } }`;
    return (await this.peers.ask<{ mailboxOffer: MailboxOffer | null }>('mail', query, { tenantId: scope.tenantId, ...wanted }, scope)).mailboxOffer;
  }

  /** Whether any tenant has the domain here. */
  async hostsDomain(name: string, scope: Scope): Promise<boolean> {
    const query = `query HostsDomain($name: Hostname!) { hostsDomain(name: $name) }`;
    return (await this.peers.ask<{ hostsDomain: boolean }>('mail', query, { name }, scope)).hostsDomain;
  }

  /** Those of the addresses that something of the tenant's has: a mailbox, an alias, a list. */
  async takenAddresses(addresses: readonly string[], scope: Scope): Promise<string[]> {
    const query = `query TakenAddresses($tenantId: ID!, $addresses: [String!]!) { takenAddresses(tenantId: $tenantId, addresses: $addresses) }`;
    const found: string[] = [];
    // A subgraph takes lists of this length at most.
    for (let start = 0; start < addresses.length; start += 5_000) {
      const { takenAddresses } = await this.peers.ask<{ takenAddresses: string[] }>('mail', query, { tenantId: scope.tenantId, addresses: addresses.slice(start, start + 5_000) }, scope);
      found.push(...takenAddresses);
    }
    return found;
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

  /** Addresses, name and state as the mail server has them now; null when there is no mailbox. */
  async mailboxFacts(memberId: string, scope: Scope): Promise<MailboxFacts | null> {
    const query = `query MailboxFacts($memberId: ID!) { mailboxFacts(memberId: $memberId) { address displayName state aliases { address enabled } } }`;
    return (await this.peers.ask<{ mailboxFacts: MailboxFacts | null }>('mail', query, { memberId }, scope)).mailboxFacts;
  }

  /** Mail and password stay; the old address becomes an alias or is freed. */
  async renameMailbox(memberId: string, address: string, keepOldAddress: boolean, scope: Scope): Promise<void> {
    const query = `mutation RenameMailbox($memberId: ID!, $address: EmailAddress!, $keepOldAddress: Boolean!) { renameMailbox(memberId: $memberId, address: $address, keepOldAddress: $keepOldAddress) }`;
    await this.peers.ask('mail', query, { memberId, address, keepOldAddress }, scope);
  }

  async dropMailboxAlias(memberId: string, address: string, scope: Scope): Promise<void> {
    const query = `mutation DropMailboxAlias($memberId: ID!, $address: EmailAddress!) { dropMailboxAlias(memberId: $memberId, address: $address) }`;
    await this.peers.ask('mail', query, { memberId, address }, scope);
  }

  /** Whether the mail server lets somebody in under an address, by every way; null when the address is not on a domain of the tenant. */
  async tryLogIns(address: string, scope: Scope): Promise<{ door: 'JMAP' | 'IMAP' | 'SMTP'; outcome: 'REFUSED' | 'LET_IN' | 'UNANSWERED'; detail: string; at: Date }[] | null> {
    const query = `query TryLogIns($address: String!) { tryLogIns(address: $address) { door outcome detail at } }`;
    type Data = { tryLogIns: { door: 'JMAP' | 'IMAP' | 'SMTP'; outcome: 'REFUSED' | 'LET_IN' | 'UNANSWERED'; detail: string; at: string | Date }[] | null };
    const { tryLogIns } = await this.peers.ask<Data>('mail', query, { address }, scope);
    return tryLogIns && tryLogIns.map((attempt) => ({ ...attempt, at: new Date(attempt.at) }));
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

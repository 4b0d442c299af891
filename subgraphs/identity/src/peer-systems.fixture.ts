import type { PeerTransport } from '@dezky/kit/peer/peers';

/** Mail, storage, billing and the gateway as identity sees them: they keep what they are told, and can be told to fail. */
export class PeerSystems {
  /** What the storage accounts are tied to. */
  readonly usernames = new Map<string, string>();
  /** Names and addresses of mailboxes, as the mail server has them. */
  readonly names = new Map<string, string>();
  readonly addresses = new Map<string, { address: string; aliases: Set<string> }>();
  readonly mailboxes = new Map<string, 'ACTIVE' | 'FROZEN'>();
  readonly drives = new Map<string, 'ACTIVE' | 'FROZEN'>();
  readonly passwords = new Map<string, string>();
  readonly seats = new Map<string, { seats: number; version: number }>();
  /** Ways into mail that stay open whatever is done. */
  readonly letIn = new Set<string>();
  /** What becomes of the sessions that the gateway holds, by subject. */
  readonly sessions = new Map<string, 'REFUSED' | 'LET_IN' | 'KEPT'>();
  offer = { verified: true, taken: new Set<string>() };
  /** Fields that answer with this fault until they are taken out again. */
  readonly faults = new Map<string, { system: string; fault: string; message: string }>();

  readonly transport: PeerTransport = (_subgraph, { query, variables = {} }) => {
    const field = /[{]\s*(\w+)/.exec(query)?.[1] ?? '';
    const fault = this.faults.get(field);
    if (fault) return Promise.resolve({ errors: [{ message: fault.message, extensions: { code: 'BACKEND_UNAVAILABLE', ...fault } }] as never });
    return Promise.resolve({ data: { [field]: this.answer(field, variables as Record<string, string> & { input?: Record<string, never> }) } });
  };

  private answer(field: string, variables: Record<string, string> & { input?: Record<string, string | number> }): unknown {
    const memberId = variables['memberId'] ?? String(variables.input?.['memberId'] ?? '');
    const make = (map: Map<string, 'ACTIVE' | 'FROZEN'>): boolean => Boolean(map.set(memberId, 'ACTIVE'));
    /** What is not there is not changed. */
    const change = (map: Map<string, 'ACTIVE' | 'FROZEN'>, state: 'ACTIVE' | 'FROZEN'): boolean => map.has(memberId) && Boolean(map.set(memberId, state));
    switch (field) {
      case 'mailboxOffer': {
        const domain = variables['domain'] ?? 'acme.test';
        const address = `${variables['localPart']}@${domain}`;
        return { address, domain, verified: this.offer.verified, taken: this.offer.taken.has(address) || this.holds(address, memberId), alias: this.addresses.get(memberId)?.aliases.has(address) ?? false };
      }
      case 'provisionMailbox':
        this.passwords.set(memberId, String(variables.input?.['password']));
        this.names.set(memberId, String(variables.input?.['displayName']));
        this.addresses.set(memberId, { address: String(variables.input?.['address']), aliases: new Set() });
        return { id: memberId, state: make(this.mailboxes) && 'ACTIVE' };
      case 'mailboxState':
        return this.mailboxes.get(memberId) ?? null;
      case 'mailboxFacts': {
        const [state, held] = [this.mailboxes.get(memberId), this.addresses.get(memberId)];
        return state && held ? { address: held.address, displayName: this.names.get(memberId) ?? '', state, aliases: [...held.aliases].map((address) => ({ address, enabled: true })) } : null;
      }
      case 'setMailboxName':
        if (this.mailboxes.has(memberId)) this.names.set(memberId, String(variables['displayName']));
        return true;
      case 'renameMailbox': {
        const held = this.addresses.get(memberId);
        const address = String(variables['address']);
        if (!held) return false;
        if (held.address === address) return true;
        held.aliases.delete(address);
        if ((variables as Record<string, unknown>)['keepOldAddress']) held.aliases.add(held.address);
        held.address = address;
        return true;
      }
      case 'dropMailboxAlias':
        return this.addresses.get(memberId)?.aliases.delete(String(variables['address'])) ?? false;
      case 'freezeMailbox':
        return change(this.mailboxes, 'FROZEN');
      case 'unfreezeMailbox':
        return change(this.mailboxes, 'ACTIVE');
      case 'removeMailbox':
        for (const kept of [this.names, this.addresses, this.passwords]) kept.delete(memberId);
        return this.mailboxes.delete(memberId);
      case 'setMailboxPassword':
        this.passwords.set(memberId, String(variables['password']));
        return true;
      case 'takenAddresses':
        return (variables as unknown as { addresses: string[] }).addresses.filter((address) => this.offer.taken.has(address) || this.holds(address));
      case 'hostsDomain':
        return variables['name'] === 'acme.test';
      case 'renameDrive':
        if (this.drives.has(memberId)) this.usernames.set(memberId, String(variables['username']));
        return true;
      case 'driveUsername':
        return this.drives.has(memberId) ? (this.usernames.get(memberId) ?? null) : null;
      case 'provisionDrive':
        this.usernames.set(memberId, String(variables.input?.['username']));
        return { id: memberId, state: make(this.drives) && 'ACTIVE' };
      case 'driveState':
        return this.drives.get(memberId) ?? null;
      case 'suspendDrive':
        return change(this.drives, 'FROZEN');
      case 'resumeDrive':
        return change(this.drives, 'ACTIVE');
      case 'removeDrive':
        this.usernames.delete(memberId);
        return this.drives.delete(memberId);
      case 'setSeats': {
        const { tenantId, seats, version } = variables.input as unknown as { tenantId: string; seats: number; version: number };
        if ((this.seats.get(tenantId)?.version ?? -1) < version) this.seats.set(tenantId, { seats, version });
        return true;
      }
      case 'billedSeats':
        return this.seats.get(variables['tenantId'] ?? '') ?? null;
      case 'tryLogIns':
        return ['JMAP', 'IMAP', 'SMTP'].map((door) => ({ door, outcome: this.letIn.has(door) ? 'LET_IN' : 'REFUSED', detail: `${door} says so.`, at: new Date() }));
      case 'tryCredentials':
        return ['PORTAL_SESSION', 'API_ACCESS_TOKEN', 'SIGN_IN_REFRESH_TOKEN', 'SIGN_IN_ACCESS_TOKEN', 'FILES_ACCESS_TOKEN'].map((way) => ({ way, outcome: this.sessions.get(variables['subject'] ?? '') ?? 'NONE_EXISTED', detail: `${way} says so.`, at: new Date().toISOString() }));
      case 'forgetSessions':
        return this.sessions.delete(variables['subject'] ?? '') ? 1 : 0;
      case 'resumeWorkflow':
      case 'resumeBookingWorkflow':
        return null;
      default:
        throw new Error(`These peers have no field ${field}.`);
    }
  }
  /** Whether somebody, other than that member, has the address or an alias of that name. */
  private holds(address: string, but?: string): boolean {
    return [...this.addresses].some(([memberId, held]) => memberId !== but && (held.address === address || held.aliases.has(address)));
  }
}

import type { JmapSession } from '@dezky/kit/http/jmap-session';
import { type AccountAddresses, addressesOf } from './address-verbs';
import { addressesWire, getResponseWire, receptionWire } from './stalwart.wire';

/** What becomes of mail to a domain whose address nobody has as it stands. */
export interface Reception {
  /** Who gets it all; null: it is refused. */
  readonly catchAll: string | null;
  /** Whether `anna+x@` reaches anna (RFC 5233). */
  readonly subAddressing: boolean;
}

export interface ReceptionVerbs {
  /** Null when the server has no such domain. */
  getReception(domainId: string): Promise<Reception | null>;
  /** Of several accounts in one call; ids the server does not know are left out. */
  getAddressesOf(accountIds: readonly string[]): Promise<Map<string, AccountAddresses>>;
}

/** `maxObjectsInGet` of the server. */
const batch = 500;

export function createReceptionVerbs(session: JmapSession): ReceptionVerbs {
  return {
    async getReception(domainId) {
      const [{ list }] = await session.request([['x:Domain/get', { ids: [domainId], properties: ['catchAllAddress', 'subAddressing'] }]], [getResponseWire(receptionWire)]);
      const [domain] = list;
      // A domain may also have a rule of its own for sub-addresses, which takes some of them.
      return domain ? { catchAll: domain.catchAllAddress?.toLowerCase() ?? null, subAddressing: domain.subAddressing['@type'] !== 'Disabled' } : null;
    },

    async getAddressesOf(accountIds) {
      const found = new Map<string, AccountAddresses>();
      for (let start = 0; start < accountIds.length; start += batch) {
        const [{ list }] = await session.request([['x:Account/get', { ids: accountIds.slice(start, start + batch), properties: ['name', 'domainId', 'aliases'] }]], [getResponseWire(addressesWire)]);
        for (const account of list) found.set(account.id, addressesOf(account));
      }
      return found;
    },
  };
}

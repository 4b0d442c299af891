import type { JmapSession } from '@dezky/kit/http/jmap-session';
import { fromSetError } from './errors';
import { type AddressesWire, addressesWire, getResponseWire, setResponseWire } from './stalwart.wire';

export interface MailAddress {
  readonly localPart: string;
  /** The domain's id at the mail server. */
  readonly domainId: string;
}

export interface AliasAddress extends MailAddress {
  readonly enabled: boolean;
  readonly description: string | null;
}

/** Everything that mail can be sent to one account at. */
export interface AccountAddresses extends MailAddress {
  readonly aliases: readonly AliasAddress[];
}

export interface AddressVerbs {
  /** Null when the server has no such account. */
  getAddresses(accountId: string): Promise<AccountAddresses | null>;
  /**
   * Replaces the address and all aliases in one write; mail and password stay. The server knows no condition on its state:
   * of two writes at once the last one stands, so whoever writes reads back.
   *
   * @throws BackEndError `CONFLICT` when one of them belongs to something else; nothing is changed then.
   */
  setAddresses(accountId: string, wanted: AccountAddresses): Promise<void>;
  setDisplayName(accountId: string, displayName: string): Promise<void>;
}

export function createAddressVerbs(session: JmapSession): AddressVerbs {
  const update = async (accountId: string, patch: Record<string, unknown>, what: string): Promise<void> => {
    const [{ notUpdated }] = await session.request([['x:Account/set', { update: { [accountId]: patch } }]], [setResponseWire]);
    const error = notUpdated[accountId];
    if (error) throw fromSetError(error, what);
  };

  return {
    async getAddresses(accountId) {
      const [{ list }] = await session.request([['x:Account/get', { ids: [accountId], properties: ['name', 'domainId', 'aliases'] }]], [getResponseWire(addressesWire)]);
      const [account] = list;
      return account ? addressesOf(account) : null;
    },

    setAddresses: (accountId, { localPart, domainId, aliases }) =>
      update(accountId, { name: localPart, domainId, aliases: Object.fromEntries(aliases.map((alias, index) => [String(index), aliasWireOf(alias)])) }, 'the new addresses'),

    setDisplayName: (accountId, displayName) => update(accountId, { description: displayName }, 'the new name'),
  };
}

/** A text that is empty is refused, so one that is not there is left out. */
const aliasWireOf = ({ localPart, domainId, enabled, description }: AliasAddress): Record<string, unknown> => ({ name: localPart, domainId, enabled, ...(description === null ? {} : { description }) });

export const addressesOf = ({ name, domainId, aliases }: AddressesWire): AccountAddresses => ({
  localPart: name,
  domainId,
  aliases: Object.values(aliases).map((alias) => ({ localPart: alias.name, domainId: alias.domainId, enabled: alias.enabled, description: alias.description })),
});

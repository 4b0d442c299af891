import { BackEnd, BackEndError } from '@dezky/kit/http/back-end-error';
import type { JmapSession } from '@dezky/kit/http/jmap-session';
import { fromSetError, fromUnreadable, notApplied } from './errors';
import { accountWire, type AccountWire, credentialsWire, getResponseWire, queryResponseWire, setResponseWire } from './stalwart.wire';

export interface MailboxState {
  readonly address: string;
  readonly displayName: string;
  readonly usedBytes: bigint;
  /** Null is unlimited. */
  readonly quotaBytes: bigint | null;
  /** Sign-in and sending are off; mail still arrives. */
  readonly frozen: boolean;
}

export interface Mailbox extends MailboxState {
  readonly id: string;
}

export interface MailboxVerbs {
  /**
   * Creates a mailbox, or adopts the one of this very name and domain as it is, password included.
   *
   * @throws BackEndError `CONFLICT` when the address belongs to something else, `REFUSED` when the password is too weak.
   */
  ensureMailbox(input: {
    localPart: string;
    domainId: string;
    displayName: string;
    password: string;
    quotaBytes?: number;
  }): Promise<{ id: string; address: string; created: boolean }>;
  findMailbox(localPart: string, domainId: string): Promise<Mailbox | null>;
  /** By account id; ids the server does not know are left out. */
  getMailboxes(ids: readonly string[]): Promise<Map<string, MailboxState>>;
  setPassword(accountId: string, password: string): Promise<void>;
  freezeMailbox(accountId: string): Promise<void>;
  unfreezeMailbox(accountId: string): Promise<void>;
  /** Mail in it is gone for good; gone already is done. */
  destroyMailbox(accountId: string): Promise<void>;
}

/** `maxObjectsInGet` of the server. */
const batch = 500;

/** Without `authenticate` nobody signs in; `emailSend` closes submission for sessions that are open. */
const frozenPermissions = { '@type': 'Merge', enabledPermissions: {}, disabledPermissions: { authenticate: true, emailSend: true } };

const properties = ['@type', 'name', 'domainId', 'emailAddress', 'description', 'usedDiskQuota', 'quotas', 'permissions'];

export function createMailboxVerbs(session: JmapSession): MailboxVerbs {
  const getAccounts = async (ids: readonly string[]): Promise<AccountWire[]> => {
    const [{ list }] = await session.request([['x:Account/get', { ids, properties }]], [getResponseWire(accountWire)]);
    return list;
  };

  const update = async (accountId: string, patch: Record<string, unknown>, what: string): Promise<void> => {
    const [{ notUpdated }] = await session.request([['x:Account/set', { update: { [accountId]: patch } }]], [setResponseWire]);
    const error = notUpdated[accountId];
    if (error) throw fromSetError(error, what);
  };

  /** The server has no state check for accounts, so a change counts when it is read back. */
  const setFrozen = async (accountId: string, frozen: boolean): Promise<void> => {
    const what = frozen ? 'to freeze the mailbox' : 'to unfreeze the mailbox';
    await update(accountId, { permissions: frozen ? frozenPermissions : { '@type': 'Inherit' } }, what);
    const [account] = await getAccounts([accountId]);
    if (!account || isFrozen(account) !== frozen) throw notApplied(what);
  };

  return {
    async ensureMailbox({ localPart, domainId, displayName, password, quotaBytes }) {
      const account = {
        '@type': 'User',
        name: localPart,
        domainId,
        description: displayName,
        credentials: { '0': { '@type': 'Password', secret: password } },
        ...(quotaBytes === undefined ? {} : { quotas: { maxDiskQuota: quotaBytes } }),
      };
      const [{ created, notCreated }] = await session.request([['x:Account/set', { create: { m: account } }]], [setResponseWire]);
      const error = notCreated['m'];
      const id = created['m']?.id ?? (error?.type === 'primaryKeyViolation' && error.objectId?.object === 'Account' ? error.objectId.id : null);
      if (id === null) throw error ? fromSetError(error, `the mailbox ${localPart}`) : fromUnreadable(new Error('neither created nor refused'));
      const [found] = await getAccounts([id]);
      if (!found) throw notApplied(`the mailbox ${localPart}`);
      if (found['@type'] !== 'User' || found.name !== localPart.toLowerCase() || found.domainId !== domainId) {
        throw error ? fromSetError(error, `the mailbox ${localPart}`) : notApplied(`the mailbox ${localPart}`);
      }
      return { id, address: found.emailAddress, created: created['m'] !== undefined };
    },

    async findMailbox(localPart, domainId) {
      const [{ ids }] = await session.request([['x:Account/query', { filter: { domainId, name: localPart.toLowerCase(), '@type': 'User' } }]], [queryResponseWire]);
      const [account] = ids.length === 0 ? [] : await getAccounts(ids);
      return account ? { id: account.id, ...stateOf(account) } : null;
    },

    async getMailboxes(ids) {
      const found = new Map<string, MailboxState>();
      for (let start = 0; start < ids.length; start += batch) {
        for (const account of await getAccounts(ids.slice(start, start + batch))) found.set(account.id, stateOf(account));
      }
      return found;
    },

    async setPassword(accountId, password) {
      const [{ list }] = await session.request([['x:Account/get', { ids: [accountId], properties: ['credentials'] }]], [getResponseWire(credentialsWire)]);
      const [account] = list;
      if (!account) throw new BackEndError(BackEnd.STALWART, 'NOT_FOUND', `The mail server has no mailbox ${accountId}.`, { code: 'notFound' });
      const keys = Object.entries(account.credentials);
      const key = keys.find(([, credential]) => credential['@type'] === 'Password')?.[0];
      const patch = key === undefined ? { [`credentials/${keys.length}`]: { '@type': 'Password', secret: password } } : { [`credentials/${key}/secret`]: password };
      await update(accountId, patch, 'the new password');
    },

    freezeMailbox: (accountId) => setFrozen(accountId, true),
    unfreezeMailbox: (accountId) => setFrozen(accountId, false),

    async destroyMailbox(accountId) {
      const [{ notDestroyed }] = await session.request([['x:Account/set', { destroy: [accountId] }]], [setResponseWire]);
      const error = notDestroyed[accountId];
      if (error && error.type !== 'notFound') throw fromSetError(error, 'to remove the mailbox');
    },
  };
}

const isFrozen = (account: AccountWire): boolean => account.permissions.disabledPermissions?.['authenticate'] === true;

const stateOf = (account: AccountWire): MailboxState => ({
  address: account.emailAddress,
  displayName: account.description ?? '',
  usedBytes: BigInt(account.usedDiskQuota),
  quotaBytes: account.quotas.maxDiskQuota === undefined || account.quotas.maxDiskQuota === null ? null : BigInt(account.quotas.maxDiskQuota),
  frozen: isFrozen(account),
});

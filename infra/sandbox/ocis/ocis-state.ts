import { randomUUID } from 'node:crypto';
import type { Collection, Store } from '../store';

/** The same in every installation (contract 5). */
export const roles = {
  admin: '71881883-1768-46bd-a24d-a356a2afdf7f',
  spaceAdmin: '2aadd357-682c-406b-8874-293091995fdd',
  user: 'd7beeea8-8ff4-406b-8fb6-ab2dd81e6b11',
  userLight: '38071a68-456a-4553-846a-fa67bf5596cc',
} as const;

export interface AccountRow {
  id: string;
  username: string;
  displayName: string;
  mail: string | null;
  givenName: string | null;
  surname: string;
  /** Null until somebody sets it: then the answer leaves it out. */
  enabled: boolean | null;
  identities: { issuer: string; issuerAssignedId: string }[] | null;
  preferredLanguage: string;
  lastSignIn: string | null;
}

export interface DriveRow {
  /** The user's id; the drive's own id has the storage's in front. */
  space: string;
  alias: string;
  name: string;
  modified: string;
  eTag: string;
  /** Bytes as decimal digits: they are 64-bit integers. 0 is unlimited. */
  total: string;
  used: string;
  trashed: boolean;
}

export interface AssignmentRow {
  id: string;
  principalId: string;
  appRoleId: string;
}

export interface GroupRow {
  id: string;
  displayName: string;
}

export interface Installation {
  applicationId: string;
  storageId: string;
  sharesId: string;
  jwk: Record<string, unknown>;
}

/** Everything the sandbox knows: one flat set of accounts, there are no tenants. */
export class OcisState {
  readonly accounts: Collection<AccountRow>;
  readonly drives: Collection<DriveRow>;
  /** Keyed by the principal: one role a user. */
  readonly assignments: Collection<AssignmentRow>;
  readonly groups: Collection<GroupRow>;
  /** Refresh tokens used up, where the issuer revokes on use. */
  readonly spent: Collection<true>;
  readonly installations: Collection<Installation>;

  constructor(store: Store) {
    this.accounts = store.collection('accounts');
    this.drives = store.collection('drives');
    this.assignments = store.collection('assignments');
    this.groups = store.collection('groups');
    this.spent = store.collection('spent-refresh-tokens');
    this.installations = store.collection('installation');
  }

  get installation(): Readonly<Installation> {
    const installation = this.installations.get('this');
    if (!installation) throw new Error('The installation was not initialised.');
    return installation;
  }

  addAccount(input: Pick<AccountRow, 'username' | 'displayName'> & Partial<AccountRow>): AccountRow {
    const account: AccountRow = {
      id: randomUUID(),
      mail: null,
      givenName: null,
      surname: input.username,
      enabled: null,
      identities: null,
      preferredLanguage: 'en',
      lastSignIn: null,
      ...input,
    };
    this.accounts.put(account.id, account);
    this.assign(account.id, roles.user);
    return account;
  }

  change(account: Readonly<AccountRow>, change: Partial<AccountRow>): AccountRow {
    const next = { ...account, ...change };
    this.accounts.put(next.id, next);
    return next;
  }

  /** By id or by username, as paths take them; usernames regardless of case. */
  find(idOrUsername: string): Readonly<AccountRow> | undefined {
    const name = idOrUsername.toLowerCase();
    return this.accounts.get(idOrUsername) ?? this.accounts.values().find((account) => account.username.toLowerCase() === name);
  }

  /** The platform's account. */
  get admin(): Readonly<AccountRow> {
    const admin = this.accounts.values().find((account) => this.roleOf(account) === roles.admin && account.enabled !== false);
    if (!admin) throw new Error('There is no enabled account with role Admin.');
    return admin;
  }

  /** Replaces the role that the user has. */
  assign(principalId: string, appRoleId: string): AssignmentRow {
    const assignment = { id: randomUUID(), principalId, appRoleId };
    this.assignments.put(principalId, assignment);
    return assignment;
  }

  roleOf(account: Readonly<AccountRow>): string | undefined {
    return this.assignments.get(account.id)?.appRoleId;
  }

  /** What the proxy does before each request of an account: a role and a personal drive if either is missing. */
  welcome(account: Readonly<AccountRow>): void {
    if (!this.roleOf(account)) this.assign(account.id, roles.user);
    if (this.drives.has(account.id)) return;
    this.drives.put(account.id, {
      space: account.id,
      alias: `personal/${account.username.toLowerCase()}`,
      name: account.displayName,
      modified: new Date().toISOString(),
      eTag: randomUUID().replaceAll('-', ''),
      total: '0',
      used: '0',
      trashed: false,
    });
  }

  remove(id: string): void {
    this.accounts.delete(id);
    this.drives.delete(id);
    this.assignments.delete(id);
  }
}

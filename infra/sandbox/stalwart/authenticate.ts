import { createHash, timingSafeEqual } from 'node:crypto';
import { addressesOf, type Directory } from './directory';
import { findDomain } from './domain-object';
import { objectOr, textOr, type JsonObject } from './json';
import { normaliseDomainName, normaliseLocalPart } from './names';
import { secretMatches } from './password-rules';
import { accountMay, keyMay } from './permissions';

/** Who sends a request. The recovery administrator has no account of its own. */
export interface Caller {
  readonly accountId: string;
  readonly username: string;
  may(permission: string): boolean;
}

/** `frozen`: who it would have been, for a server that is told to overlook it. */
export type Authentication = { readonly caller: Caller } | { readonly refused: 401 | 403; readonly frozen?: Caller };

const recoveryId = 'd333333';

/** Keys are looked up by digest, as they are stored. */
export const keyDigest = (key: string): string => `$sha256$${createHash('sha256').update(key).digest('base64url')}`;

export interface RecoveryAdmin {
  readonly user: string;
  readonly password: string;
}

/** Checks an Authorization header; `null` when there is none. */
export function authenticate(header: string | undefined, recovery: RecoveryAdmin, directory: Directory): Authentication | null {
  if (header === undefined) return null;
  const [scheme = '', credential = ''] = header.split(/ +/, 2);
  if (scheme.toLowerCase() === 'bearer') return byKey(credential, directory);
  if (scheme.toLowerCase() !== 'basic') return { refused: 401 };
  const [user = '', ...rest] = Buffer.from(credential, 'base64').toString('utf8').split(':');
  return byPassword(user, rest.join(':'), recovery, directory);
}

/** A log-in by name and password, whatever protocol it came by: `target%master` acts as the target with the password of the master. */
export function byPassword(user: string, password: string, recovery: RecoveryAdmin, directory: Directory): Authentication {
  const [target, master] = user.split('%', 2);
  if (master !== undefined) {
    const asMaster = byPassword(master, password, recovery, directory);
    if ('refused' in asMaster) return asMaster;
    const found = findAccount(target ?? '', directory);
    if (!found) return { refused: 401 };
    return asMaster.caller.may('impersonate') ? admitted(found.id, found.account, (permission) => accountMay(found.account, permission), directory) : { refused: 403 };
  }
  if (user === recovery.user) {
    return same(password, recovery.password) ? { caller: { accountId: recoveryId, username: user, may: () => true } } : { refused: 401 };
  }
  const found = findAccount(user, directory);
  if (!found) return { refused: 401 };
  const knows = Object.values(objectOr(found.account['credentials']))
    .map(objectOr)
    .some((entry) => entry['@type'] === 'Password' && secretMatches(password, textOr(entry['secret'], '')));
  return knows ? admitted(found.id, found.account, (permission) => accountMay(found.account, permission), directory) : { refused: 401 };
}

function byKey(key: string, directory: Directory): Authentication {
  const digest = keyDigest(key);
  for (const [id, account] of directory.objects('Account').entries()) {
    const entry = Object.values(objectOr(account['credentials'])).map(objectOr).find((other) => other['@type'] === 'ApiKey' && other['secret'] === digest);
    if (!entry) continue;
    const expires = textOr(entry['expiresAt'], '');
    if (expires !== '' && Date.parse(expires) <= Date.now()) return { refused: 401 };
    const networks = Object.keys(objectOr(entry['allowedIps']));
    if (networks.length > 0 && !networks.some((network) => /^127\.0\.0\.1(\/32)?$|^127\.0\.0\.0\/8$/.test(network))) return { refused: 403 };
    return admitted(id, account, (permission) => keyMay(account, entry, permission), directory);
  }
  return { refused: 401 };
}

/** The right secret of a frozen account answers 403, a wrong one 401. */
function admitted(id: string, account: Readonly<JsonObject>, may: (permission: string) => boolean, directory: Directory): Authentication {
  const caller: Caller = { accountId: id, username: directory.addressOf(account), may };
  return may('authenticate') ? { caller } : { refused: 403, frozen: caller };
}

/** By address or alias, in any case; a bare local part belongs to the default domain. */
function findAccount(user: string, directory: Directory): { id: string; account: Readonly<JsonObject> } | null {
  const [local = '', domain] = user.toLowerCase().split('@', 2);
  const domainId = domain === undefined ? textOr(directory.settings['defaultDomainId'], '') : findDomain(normaliseDomainName(domain) ?? '', directory);
  const name = normaliseLocalPart(local);
  if (domainId === null || name === null) return null;
  for (const [id, account] of directory.objects('Account').entries()) {
    const [own, ...aliases] = addressesOf(account);
    const byAlias = aliases.some((alias) => alias.enabled && alias.name === name && alias.domainId === domainId);
    if ((own?.name === name && own.domainId === domainId) || (byAlias && accountMay(account, 'authenticateWithAlias'))) return { id, account };
  }
  return null;
}

function same(left: string, right: string): boolean {
  const [a, b] = [left, right].map((text) => createHash('sha256').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}

import { isObject, objectOr, type JsonObject } from './json';

const families = /^(sys|jmap|dav|imap|pop3|sieve|action|task|calendar|email|live|oAuthClient)[A-Z]\w*$/;
const single = new Set(['authenticate', 'authenticateWithAlias', 'interactAi', 'impersonate', 'unlimitedRequests', 'unlimitedUploads', 'fetchAnyBlob']);

export const isPermission = (name: string): boolean => single.has(name) || families.test(name);

const administratorsOnly = /^(sys|action|task|live|oAuthClient|impersonate$|unlimited|fetchAnyBlob$)/;

/** Whether an account's roles and own permissions grant one permission. */
export function accountMay(account: JsonObject, permission: string): boolean {
  const isAdmin = objectOr(account['roles'])['@type'] === 'Admin';
  const byRole = isAdmin || !administratorsOnly.test(permission);
  const own = objectOr(account['permissions']);
  switch (own['@type']) {
    case 'Merge':
      return objectOr(own['disabledPermissions'])[permission] !== true && (byRole || objectOr(own['enabledPermissions'])[permission] === true);
    case 'Replace':
      return objectOr(own['enabledPermissions'])[permission] === true && objectOr(own['disabledPermissions'])[permission] !== true;
    default:
      return byRole;
  }
}

/** What a key may is what its account may, cut down by the key's own permissions. */
export function keyMay(account: JsonObject, key: JsonObject, permission: string): boolean {
  const own = key['permissions'];
  const listed = isObject(own) ? objectOr(own['permissions'])[permission] === true : false;
  const type = isObject(own) ? own['@type'] : 'Inherit';
  if (type === 'Replace' && !listed) return false;
  if (type === 'Disable' && listed) return false;
  return accountMay(account, permission);
}

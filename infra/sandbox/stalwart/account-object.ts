import { Calendars } from './calendar/calendars';
import { addressesOf, type Directory, type Link } from './directory';
import { SetFailure } from './failures';
import { objectOr, textOr, type Json, type JsonObject } from './json';
import { instant, normaliseLocalPart, tokens } from './names';
import { mask, type Shape, type Value } from './object-shape';
import type { ObjectType } from './object-type';
import { hashSecret } from './password-rules';
import { isPermission } from './permissions';

const text: Value = { kind: 'text', nullable: true };
const localPart: Value = { kind: 'text', normalise: normaliseLocalPart, complaint: 'Invalid email local part' };
const permissionSet: Value = { kind: 'set', keys: (key) => (isPermission(key) ? key : null) };
const anySet: Value = { kind: 'set', keys: (key) => key };
const zones = new Set(Intl.supportedValuesOf('timeZone'));
const storageQuota = /^max(Emails|Mailboxes|EmailSubmissions|EmailIdentities|ParticipantIdentities|SieveScripts|PushSubscriptions|Calendars|CalendarEvents|CalendarEventNotifications|AddressBooks|ContactCards|Files|Folders|MaskedAddresses|AppPasswords|ApiKeys|PublicKeys|DiskQuota)$/;

const merged: Shape = { enabledPermissions: { value: permissionSet, initial: {} }, disabledPermissions: { value: permissionSet, initial: {} } };

export const aliasesProperty: Shape[string] = {
  value: {
    kind: 'list',
    of: {
      kind: 'object',
      shape: {
        enabled: { value: { kind: 'flag' }, initial: true },
        name: { value: localPart, required: true },
        domainId: { value: { kind: 'reference', object: 'Domain' }, required: true },
        description: { value: text, initial: null },
      },
    },
  },
  initial: {},
};

const passwordShape: Shape = {
  credentialId: { value: text, serverSet: true },
  secret: { value: { kind: 'secret' }, initial: '' },
  expiresAt: { value: text, initial: null },
  allowedIps: { value: anySet, initial: {} },
};
const secondaryShape: Shape = { ...passwordShape, secret: { value: { kind: 'secret' }, serverSet: true }, description: { value: text, initial: null } };

const common: Shape = {
  name: { value: localPart, required: true },
  domainId: { value: { kind: 'reference', object: 'Domain' }, required: true },
  createdAt: { value: text, serverSet: true },
  memberTenantId: { value: { kind: 'reference', object: 'Tenant', nullable: true }, initial: null },
  permissions: { value: { kind: 'variant', shapes: { Inherit: {}, Merge: merged, Replace: merged } }, initial: { '@type': 'Inherit' } },
  quotas: { value: { kind: 'map', keys: (key) => storageQuota.test(key), of: { kind: 'count', nullable: true } }, initial: {} },
  aliases: aliasesProperty,
  description: { value: text, initial: null },
  locale: { value: { kind: 'choice', enumeration: 'EnUS', accepts: (value) => /^[a-z]{2,3}(_[A-Z]{2,3})?$/.test(value) }, initial: 'en_US' },
  timeZone: { value: { kind: 'choice', enumeration: 'AfricaAbidjan', accepts: (value) => zones.has(value) || value === 'UTC', nullable: true }, initial: null },
  usedDiskQuota: { value: { kind: 'count' }, serverSet: true },
  emailAddress: { value: text, serverSet: true },
};

const roles = (types: readonly string[]): Value => ({ kind: 'variant', shapes: Object.fromEntries(types.map((type) => [type, {}])) });

const userShape: Shape = {
  ...common,
  roles: { value: roles(['User', 'Admin']), initial: { '@type': 'User' } },
  credentials: { value: { kind: 'list', of: { kind: 'variant', shapes: { Password: passwordShape, AppPassword: secondaryShape, ApiKey: secondaryShape } } }, initial: {} },
  memberGroupIds: { value: { kind: 'set', keys: (key) => (/^[a-z792013]+$/.test(key) ? key : null) }, initial: {} },
  encryptionAtRest: { value: { kind: 'variant', shapes: { Disabled: {} } }, initial: { '@type': 'Disabled' } },
};
const groupShape: Shape = { ...common, roles: { value: roles(['Default']), initial: { '@type': 'Default' } } };

export const accountObject: ObjectType = {
  name: 'Account',
  permissionPrefix: 'sysAccount',
  shape: (type) => (type === 'User' ? userShape : type === 'Group' ? groupShape : null),

  settle(after, before, id, directory) {
    refuseTakenAddresses('Account', after, id, directory);
    const settled = after['@type'] === 'User' ? { ...after, credentials: settleCredentials(objectOr(after['credentials']), objectOr(before?.['credentials'])) } : after;
    return before === null ? { ...settled, createdAt: instant() } : settled;
  },

  show: (account, id, directory) => ({ ...account, usedDiskQuota: 0, emailAddress: directory.addressOf(account), id }),

  filters: {
    '@type': (account, value) => account['@type'] === value,
    domainId: (account, value) => account['domainId'] === value,
    memberGroupIds: (account, value) => objectOr(account['memberGroupIds'])[value] === true,
    memberTenantId: (account, value) => account['memberTenantId'] === value,
    name: (account, value) => account['name'] === value,
    text: (account, value) => {
      const words = tokens(`${String(account['name'])} ${textOr(account['description'], '')}`);
      return tokens(value).every((word) => words.includes(word));
    },
  },
  sorts: ['id', '@type', 'domainId', 'memberGroupIds', 'memberTenantId', 'name'],

  linkedTo: (id, directory): Link[] =>
    directory
      .objects('Account')
      .entries()
      .filter(([, account]) => objectOr(account['memberGroupIds'])[id] === true)
      .map(([member]) => ({ object: 'Account', id: member })),

  destroyed: (id, directory) => new Calendars(directory, id).forget(),
};

/** An object may repeat an address of its own; one of another object is refused. */
export function refuseTakenAddresses(object: string, after: JsonObject, id: string | null, directory: Directory): void {
  for (const address of addressesOf(after)) {
    const owner = directory.addressOwner(address.name, address.domainId);
    if (owner && !(owner.object === object && owner.id === id)) throw SetFailure.duplicate('email', owner);
  }
}

/** One password at most; a masked secret keeps the old one; a password gets a new id when it is replaced as a whole. */
function settleCredentials(after: JsonObject, before: JsonObject): JsonObject {
  const previous = Object.values(before).map(objectOr);
  const entries = Object.entries(after).map(([key, value]): [string, JsonObject] => [key, objectOr(value)]);
  if (entries.filter(([, entry]) => entry['@type'] === 'Password').length > 1) throw SetFailure.invalidProperties('Only one password credential is allowed.', 'credentials');
  const known = (entry: JsonObject): JsonObject | undefined => previous.find((other) => other['credentialId'] === entry['credentialId']);
  if (entries.some(([, entry]) => entry['@type'] !== 'Password' && known(entry) === undefined)) {
    throw SetFailure.invalidProperties('Secondary credentials cannot be set directly.', 'credentials');
  }
  return Object.fromEntries(entries.map(([key, entry]) => [key, entry['@type'] === 'Password' ? settlePassword(entry, known(entry), previous) : entry]));
}

function settlePassword(entry: JsonObject, known: JsonObject | undefined, previous: readonly JsonObject[]): JsonObject {
  const secret = textOr(entry['secret'], '');
  const old: Json | undefined = (known ?? previous.find((other) => other['@type'] === 'Password'))?.['secret'];
  const kept = secret === mask || (secret !== '' && secret === old);
  return {
    ...entry,
    secret: kept && typeof old === 'string' ? old : hashSecret(secret),
    credentialId: entry['credentialId'] ?? nextCredentialId(previous),
  };
}

/** Credential ids count up per account. */
export function nextCredentialId(credentials: readonly JsonObject[]): string {
  const taken = credentials.map((entry) => textOr(entry['credentialId'], '')).filter((id) => id !== '');
  const highest = taken.reduce((high, id) => Math.max(high, id.charCodeAt(0)), 'a'.charCodeAt(0) - 1);
  return String.fromCharCode(highest + 1);
}

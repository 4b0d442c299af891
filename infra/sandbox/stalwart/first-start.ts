import { accountObject } from './account-object';
import { apiKeyCredential } from './api-key-methods';
import type { Directory } from './directory';
import { domainObject } from './domain-object';
import { objectOr, textOr, type JsonObject } from './json';
import { readObject } from './object-shape';
import type { ObjectType } from './object-type';
import { hashSecret } from './password-rules';
import { firstSettings } from './system-settings-object';

/**
 * First start: the domain of the mail host, the settings, and the platform's service account
 * with the Admin role. Its key and its password follow the configuration at every start, so that
 * whoever starts the server knows those in force.
 */
export function setUp(directory: Directory, options: { readonly defaultHostname: string; readonly serviceApiKey: string; readonly servicePassword?: string }): void {
  if (directory.objects('SystemSettings').size === 0) {
    const domainId = make(domainObject, { name: options.defaultHostname.split('.').slice(1).join('.') }, directory);
    directory.objects('SystemSettings').put('singleton', firstSettings(options.defaultHostname, domainId));
    directory.effectiveSettings = directory.settings;
    make(accountObject, { '@type': 'User', name: 'platform-service', domainId, description: 'Platform service', roles: { '@type': 'Admin' } }, directory);
  }
  const [service] = directory.objects('Account').entries();
  if (!service) return;
  const [id, account] = service;
  const { serviceApiKey, servicePassword } = options;
  const configured = servicePassword === undefined ? [platformKey] : [platformKey, platformPassword];
  const others = Object.values(objectOr(account['credentials'])).map(objectOr).filter((entry) => !configured.includes(textOr(entry['credentialId'], '')));
  const password = servicePassword === undefined ? [] : [{ '@type': 'Password', credentialId: platformPassword, secret: hashSecret(servicePassword), expiresAt: null, allowedIps: {} }];
  const entries = [apiKeyCredential(platformKey, 'Platform', serviceApiKey), ...password, ...others];
  directory.objects('Account').put(id, { ...account, credentials: Object.fromEntries(entries.map((entry, index) => [String(index), entry])) });
}

const platformKey = 'a';
const platformPassword = 'b';

function make(type: ObjectType, input: JsonObject, directory: Directory): string {
  const shape = type.shape(input['@type']);
  if (!shape) throw new Error(`${type.name} has no such type.`);
  const read = readObject(shape, input, '', { created: new Map(), exists: () => true });
  const typed = input['@type'] === undefined ? read : { ...read, '@type': input['@type'] };
  const value = type.settle?.(typed, null, null, directory) ?? typed;
  const id = directory.add(type.name, value);
  type.changed?.(id, value, null, directory);
  return id;
}

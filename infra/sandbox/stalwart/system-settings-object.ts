import { SetFailure } from './failures';
import type { JsonObject } from './json';
import { normaliseHostname } from './names';
import type { Shape, Value } from './object-shape';
import type { ObjectType } from './object-type';

const host = (nullable: boolean): Value => ({ kind: 'text', nullable, normalise: normaliseHostname, complaint: 'Invalid hostname or IP address' });
const services = ['caldav', 'carddav', 'imap', 'jmap', 'managesieve', 'pop3', 'smtp', 'webdav'];

const shape: Shape = {
  defaultHostname: { value: host(false) },
  defaultDomainId: { value: { kind: 'reference', object: 'Domain' }, required: true },
  defaultCertificateId: { value: { kind: 'reference', object: 'Certificate', nullable: true }, initial: null },
  threadPoolSize: { value: { kind: 'count', nullable: true }, initial: null },
  maxConnections: { value: { kind: 'count' }, initial: 8192 },
  proxyTrustedNetworks: { value: { kind: 'set', keys: (key) => key }, initial: {} },
  mailExchangers: {
    value: { kind: 'list', of: { kind: 'object', shape: { hostname: { value: host(true), initial: null }, priority: { value: { kind: 'count' }, initial: 10 } } } },
    initial: { '0': { hostname: null, priority: 10 } },
  },
  services: {
    value: {
      kind: 'map',
      keys: (key) => services.includes(key),
      of: { kind: 'object', shape: { hostname: { value: host(true), initial: null }, cleartext: { value: { kind: 'flag' }, initial: false } } },
    },
    initial: Object.fromEntries(services.map((service) => [service, { hostname: null, cleartext: false }])),
  },
  providerInfo: { value: { kind: 'map', keys: () => true, of: { kind: 'text' } }, initial: {} },
};

/** The settings of a server that was just set up. */
export const firstSettings = (defaultHostname: string, defaultDomainId: string): JsonObject => ({
  ...Object.fromEntries(Object.entries(shape).flatMap(([name, property]) => (property.initial === undefined ? [] : [[name, property.initial] as const]))),
  defaultHostname,
  defaultDomainId,
});

export const systemSettingsObject: ObjectType = {
  name: 'SystemSettings',
  permissionPrefix: 'sysSystemSettings',
  singleton: true,
  shape: () => shape,
  settle(after, before) {
    if (before === null) throw new SetFailure({ type: 'singleton', description: 'Singletons cannot be created or destroyed.' });
    return after;
  },
  show: (settings, id) => ({ ...settings, id }),
  filters: {},
  sorts: [],
};

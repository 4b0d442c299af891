import { addressesOf, type Directory, type Link } from './directory';
import { SetFailure } from './failures';
import { objectOr, type JsonObject } from './json';
import { instant, normaliseDomainName, tokens } from './names';
import type { Shape, Value } from './object-shape';
import type { ObjectType } from './object-type';
import { zoneFile } from './zone-file';

const text: Value = { kind: 'text', nullable: true };
const manualOrAutomatic = (automatic: Shape): Value => ({ kind: 'variant', shapes: { Automatic: automatic, Manual: {} } });
const duration = (days: number): Shape[string] => ({ value: { kind: 'count' }, initial: days * 86_400_000 });

const dkimShape: Shape = {
  algorithms: {
    value: { kind: 'set', keys: (key) => (/^Dkim[12](Ed25519|Rsa)Sha256$/.test(key) ? key : null) },
    initial: { Dkim1Ed25519Sha256: true, Dkim1RsaSha256: true },
  },
  selectorTemplate: { value: { kind: 'text' }, initial: 'v{version}-{algorithm}-{date-%Y%m%d}' },
  rotateAfter: duration(90),
  retireAfter: duration(7),
  deleteAfter: duration(30),
};

const domainName: Value = { kind: 'text', normalise: normaliseDomainName, complaint: 'Invalid domain name' };

const shape: Shape = {
  name: { value: domainName, required: true },
  aliases: { value: { kind: 'set', keys: normaliseDomainName }, initial: {} },
  isEnabled: { value: { kind: 'flag' }, initial: true },
  createdAt: { value: text, serverSet: true },
  description: { value: text, initial: null },
  logo: { value: text, initial: null },
  certificateManagement: { value: manualOrAutomatic({}), initial: { '@type': 'Manual' } },
  dkimManagement: {
    value: manualOrAutomatic(dkimShape),
    initial: { ...Object.fromEntries(Object.entries(dkimShape).map(([name, property]) => [name, property.initial ?? null])), '@type': 'Automatic' },
  },
  dnsManagement: { value: manualOrAutomatic({}), initial: { '@type': 'Manual' } },
  memberTenantId: { value: { kind: 'reference', object: 'Tenant', nullable: true }, initial: null },
  directoryId: { value: { kind: 'reference', object: 'Directory', nullable: true }, initial: null },
  catchAllAddress: { value: text, initial: null },
  subAddressing: { value: { kind: 'variant', shapes: { Enabled: {}, Disabled: {} } }, initial: { '@type': 'Enabled' } },
  allowRelaying: { value: { kind: 'flag' }, initial: false },
  reportAddressUri: { value: text, initial: 'mailto:postmaster' },
  dnsZoneFile: { value: text, serverSet: true },
};

const namesOf = (domain: JsonObject): string[] => [String(domain['name']), ...Object.keys(objectOr(domain['aliases']))];

/** Keys that are still to be made for a domain, by algorithm. */
export const algorithmsOf = (domain: JsonObject): string[] => {
  const management = objectOr(domain['dkimManagement']);
  return management['@type'] === 'Automatic' ? Object.keys(objectOr(management['algorithms'])).sort() : [];
};

export const domainObject: ObjectType = {
  name: 'Domain',
  permissionPrefix: 'sysDomain',
  shape: () => shape,

  settle(after, before, id, directory) {
    for (const property of ['name', 'aliases'] as const) {
      const wanted = property === 'name' ? [String(after['name'])] : Object.keys(objectOr(after['aliases']));
      const clash = directory.objects('Domain').entries().find(([other, domain]) => other !== id && namesOf(domain).some((name) => wanted.includes(name)));
      if (clash) throw SetFailure.duplicate(property, { object: 'Domain', id: clash[0] });
    }
    return before === null ? { ...after, createdAt: instant() } : after;
  },

  changed(id, after, before, directory) {
    const wasAutomatic = before !== null && algorithmsOf(before).length > 0;
    if (!wasAutomatic && algorithmsOf(after).length > 0) {
      const due = instant();
      directory.add('Task', { '@type': 'DkimManagement', domainId: id, status: { '@type': 'Pending', createdAt: due, due }, due });
    }
  },

  show: (domain, id, directory, wanted) => ({ ...domain, ...(wanted('dnsZoneFile') ? { dnsZoneFile: zoneFile(id, domain, directory) } : {}), id }),

  filters: {
    name: (domain, value) => domain['name'] === value,
    aliases: (domain, value) => objectOr(domain['aliases'])[value] === true,
    memberTenantId: (domain, value) => domain['memberTenantId'] === value,
    text: (domain, value) => {
      const words = tokens(`${String(domain['name'])} ${String(domain['description'] ?? '')}`);
      return tokens(value).every((word) => words.includes(word));
    },
  },
  sorts: ['id', 'aliases', 'memberTenantId', 'name'],

  linkedTo(id, directory) {
    const links: Link[] = [];
    for (const object of ['Account', 'DkimSignature', 'MailingList'] as const) {
      for (const [other, value] of directory.objects(object).entries()) {
        const domains = object === 'DkimSignature' ? [value['domainId']] : addressesOf(value).map((address) => address.domainId);
        if (domains.includes(id)) links.push({ object, id: other });
      }
    }
    if (directory.settings['defaultDomainId'] === id) links.push({ object: 'SystemSettings', id: 'singleton' });
    return links;
  },
};

/** Looks a domain up by its name or by one of its aliases. */
export const findDomain = (name: string, directory: Directory): string | null =>
  directory.objects('Domain').entries().find(([, domain]) => namesOf(domain).includes(name))?.[0] ?? null;

import type { Collection, Store } from '../store';
import { objectOr, type JsonObject } from './json';
import { encodeId, timedId } from './object-id';

export type ObjectName = 'Domain' | 'Account' | 'MailingList' | 'DkimSignature' | 'SystemSettings' | 'Certificate' | 'AllowedIp' | 'Task' | 'Calendar' | 'CalendarEvent' | 'CalendarProgress' | 'Email' | 'EmailSubmission';

export interface Link {
  readonly object: string;
  readonly id: string;
}

/** Everything the server keeps: objects by type and id, in their wire form with secrets hashed. */
export class Directory {
  private readonly counters: Collection<number>;
  /** The settings in force: a stored change shows in zone files only after a reload. */
  effectiveSettings: JsonObject;

  constructor(private readonly store: Store) {
    this.counters = store.collection<number>('counters');
    this.effectiveSettings = this.settings;
  }

  objects(name: ObjectName): Collection<JsonObject> {
    return this.store.collection<JsonObject>(name);
  }

  get settings(): JsonObject {
    return objectOr(this.objects('SystemSettings').get('singleton'));
  }

  exists(name: string, id: string): boolean {
    return this.store.collection(name).has(id);
  }

  add(name: ObjectName, value: JsonObject): string {
    const id = ['DkimSignature', 'Task', 'Certificate', 'AllowedIp'].includes(name) ? timedId() : this.nextId(name);
    this.objects(name).put(id, value);
    return id;
  }

  /** Ids count up and are never given twice, also after the object is gone. */
  nextId(counter: string): string {
    const next = (this.counters.get(counter) ?? 0) + 1;
    this.counters.put(counter, next);
    return encodeId(next);
  }

  domainName(id: string): string {
    return String(objectOr(this.objects('Domain').get(id))['name'] ?? '');
  }

  addressOf(owner: JsonObject): string {
    return `${String(owner['name'])}@${this.domainName(String(owner['domainId']))}`;
  }

  /** Accounts, groups, lists and their aliases share one address space. */
  addressOwner(localPart: string, domainId: string): Link | null {
    for (const object of ['Account', 'MailingList'] as const) {
      for (const [id, value] of this.objects(object).entries()) {
        if (addressesOf(value).some((address) => address.name === localPart && address.domainId === domainId)) return { object, id };
      }
    }
    return null;
  }
}

/** The own address first, then the aliases. */
export function addressesOf(value: JsonObject): { name: string; domainId: string; enabled: boolean }[] {
  const aliases = Object.values(objectOr(value['aliases'])).map(objectOr);
  return [
    { name: String(value['name']), domainId: String(value['domainId']), enabled: true },
    ...aliases.map((alias) => ({ name: String(alias['name']), domainId: String(alias['domainId']), enabled: alias['enabled'] !== false })),
  ];
}

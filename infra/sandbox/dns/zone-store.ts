import type { Collection, Store } from '../store';
import type { Zone, Zones } from './answer';
import { normaliseName, readZoneText, type RecordType, type SandboxRecord } from './zone-text';

interface StoredZone {
  serial: number;
  records: SandboxRecord[];
}

/** The zones this server is asked about; kept across restarts. */
export class ZoneStore {
  private readonly stored: Collection<StoredZone>;
  private known: Map<string, Zone> | undefined;

  constructor(store: Store) {
    this.stored = store.collection<StoredZone>('zones');
  }

  /** As they are until the next change. */
  byName(): Zones {
    this.known ??= new Map(this.stored.entries().map(([name, zone]) => [name, { name, ...zone }]));
    return this.known;
  }

  all(): Zone[] {
    return [...this.byName().values()];
  }

  get(name: string): Zone | undefined {
    return this.byName().get(normaliseName(name));
  }

  /**
   * Adds records; each set of one name and type replaces the set that was there. An empty
   * text makes an empty zone.
   *
   * @throws Error when the text cannot be read or names records outside the zone.
   */
  put(zone: string, records: string | readonly SandboxRecord[]): void {
    const name = normaliseName(zone);
    const added = typeof records === 'string' ? readZoneText(records, name) : records.map((record) => ({ ...record, name: normaliseName(record.name) }));
    const outside = added.find((record) => record.name !== name && !record.name.endsWith(`.${name}`));
    if (outside) throw new Error(`${outside.name} is not in the zone ${name}`);
    const replaced = new Set(added.map(setOf));
    const kept = (this.stored.get(name)?.records ?? []).filter((record) => !replaced.has(setOf(record)));
    this.write(name, [...kept, ...added]);
  }

  /** Removes one set; whether there was one. */
  remove(zone: string, recordName: string, type: RecordType): boolean {
    const name = normaliseName(zone);
    const records = this.stored.get(name)?.records ?? [];
    const kept = records.filter((record) => setOf(record) !== setOf({ name: normaliseName(recordName), type }));
    if (kept.length !== records.length) this.write(name, kept);
    return kept.length !== records.length;
  }

  removeZone(zone: string): boolean {
    this.known = undefined;
    return this.stored.delete(normaliseName(zone));
  }

  private write(name: string, records: SandboxRecord[]): void {
    this.known = undefined;
    this.stored.put(name, { serial: (this.stored.get(name)?.serial ?? 0) + 1, records });
  }
}

const setOf = (record: { name: string; type: string }): string => `${record.name} ${record.type}`;

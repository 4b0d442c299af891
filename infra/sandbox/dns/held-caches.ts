import type { Zone, Zones } from './answer';
import { normaliseName, type SandboxRecord } from './zone-text';

/** What a resolver remembers of a zone: its records as they were, until a moment. */
interface HeldCache {
  readonly zone: Zone;
  readonly until: number;
}

/**
 * The server plays the resolvers as well (questions with recursion desired). They see each zone as
 * it is, but for one whose cache is held: of that they see what it was when the holding began, with
 * the time that is left as TTL, while the zone's own name server already says what is new.
 */
export class HeldCaches {
  private readonly held = new Map<string, HeldCache>();

  /** @param seconds for how long the resolvers keep what the zone says now. */
  hold(zone: Zone, seconds: number): void {
    this.held.set(zone.name, { zone: { ...zone, records: [...zone.records] }, until: Date.now() + seconds * 1000 });
  }

  release(name: string): boolean {
    return this.held.delete(normaliseName(name));
  }

  /** The zones as resolvers see them. */
  over(zones: Zones): Zones {
    const now = Date.now();
    for (const [name, { until }] of this.held) if (until <= now) this.held.delete(name);
    if (this.held.size === 0) return zones;
    const seen = new Map(zones);
    for (const [name, { zone, until }] of this.held) {
      const ttl = Math.ceil((until - now) / 1000);
      if (zones.has(name)) seen.set(name, { ...zone, negativeTtl: ttl, records: zone.records.map((record): SandboxRecord => ({ ...record, ttl })) });
    }
    return seen;
  }
}

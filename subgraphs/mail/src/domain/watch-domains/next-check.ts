import type { DomainStatus } from '../domain.entity';

const minute = 60_000;
const hour = 60 * minute;

/** For a domain of which other records are to be published since a moment ago. */
export const soonMs = minute;

export interface CheckedDomain {
  readonly status: DomainStatus;
  /** When what it waits for was named: its ownership record as it was claimed, all others as its set-up began. */
  readonly waitsSince: Date;
  /** Of its records: when what is under way is over. */
  readonly propagatesAt: readonly (Date | null)[];
}

/**
 * When a domain is checked by itself next. One that waits for its records is looked at every
 * minute at first, so that it turns green while its owner looks on, and ever more rarely; one that
 * is right every few hours. Each wait is up to a fifth shorter or longer, so that domains that were
 * added together do not stay together.
 *
 * @param chance in [0, 1), random unless a test says so.
 */
export function nextCheck({ status, waitsSince, propagatesAt }: CheckedDomain, now: Date, chance = Math.random()): Date {
  const wait = waitOf(status, now.getTime() - waitsSince.getTime()) * (0.8 + 0.4 * chance);
  const over = propagatesAt.filter((at) => at !== null && at > now).map((at) => (at as Date).getTime() + minute * (0.5 + chance));
  return new Date(Math.min(now.getTime() + wait, ...over));
}

function waitOf(status: DomainStatus, ageMs: number): number {
  if (status === 'VERIFIED') return 4 * hour;
  if (status === 'NEEDS_ATTENTION') return 30 * minute;
  if (ageMs < hour) return minute;
  if (ageMs < 24 * hour) return 15 * minute;
  return ageMs < 7 * 24 * hour ? 2 * hour : 12 * hour;
}

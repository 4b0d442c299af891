import { objectOr, textOr, type JsonObject } from '../json';

/** One occurrence of an event, in milliseconds since 1970. */
export interface Occurrence {
  /** 0 for an event that does not recur. */
  readonly index: number;
  readonly start: number;
  readonly end: number;
}

const hour = 3_600_000;
const day = 24 * hour;
/** What a rule without an end is cut at. */
const mostOccurrences = 1_000;

export const isZone = (name: string): boolean => {
  try {
    return Intl.DateTimeFormat('en', { timeZone: name }) !== null;
  } catch {
    // A RangeError is the runtime's only way to say that it does not know the name.
    return false;
  }
};

/** A local time without an offset, as if it were UTC; null when it is none. A trailing `Z` is passed over, as the server does. */
export function localTime(text: string): number | null {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)Z?$/.exec(text);
  const time = match ? Date.parse(`${match[1]}Z`) : NaN;
  return Number.isNaN(time) ? null : time;
}

export const formatLocal = (time: number): string => new Date(time).toISOString().slice(0, 19);
export const formatUtc = (time: number): string => `${formatLocal(time)}Z`;

function offsetAt(zone: string, time: number): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' }).formatToParts(time);
  const part = (type: string): number => Number(parts.find((entry) => entry.type === type)?.value);
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) - Math.floor(time / 1000) * 1000;
}

/** Without a zone a local time counts in UTC. */
export function toUtc(local: number, zone: string | null): number {
  if (zone === null) return local;
  const guess = local - offsetAt(zone, local);
  return local - offsetAt(zone, guess);
}

/** ISO 8601 durations of weeks to seconds; null for anything else. */
export function durationOf(text: string): number | null {
  const match = /^P(?=.)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text);
  if (!match) return null;
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
  return (weeks * 7 + days) * day + hours * hour + minutes * 60_000 + seconds * 1000;
}

/** The event's occurrences, in order; none without a start. What cannot be read as a duration lasts to the end of the day. */
export function occurrencesOf(event: JsonObject): Occurrence[] {
  const start = localTime(textOr(event['start'], ''));
  if (start === null) return [];
  const zone = typeof event['timeZone'] === 'string' ? event['timeZone'] : null;
  const length = durationOf(textOr(event['duration'], 'PT0S')) ?? day - (start % day);
  return localStarts(start, objectOr(event['recurrenceRule'])).map((local, index) => ({ index, start: toUtc(local, zone), end: toUtc(local, zone) + length }));
}

/** Daily and weekly rules; others are taken for an event that does not recur. */
function localStarts(start: number, rule: JsonObject): number[] {
  const step = rule['frequency'] === 'weekly' ? 7 * day : rule['frequency'] === 'daily' ? day : null;
  if (step === null) return [start];
  const interval = typeof rule['interval'] === 'number' ? rule['interval'] : 1;
  const count = typeof rule['count'] === 'number' ? rule['count'] : mostOccurrences;
  const until = localTime(textOr(rule['until'], '')) ?? Infinity;
  return Array.from({ length: Math.min(count, mostOccurrences) }, (_, index) => start + index * interval * step).filter((local) => local <= until);
}

/** A day of the calendar, in whatever zone it is read. */
export interface LocalDate {
  readonly year: number;
  /** 1 is January. */
  readonly month: number;
  readonly day: number;
}

const dayMs = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format costs far more than using it. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' });
  formats.set(zone, format);
  return format;
}

/** Whether the runtime knows the zone by this name of the IANA database. */
export function isTimeZone(name: string): boolean {
  try {
    return formatOf(name) !== undefined;
  } catch {
    // A RangeError is the runtime's only way to say that it does not know the name.
    return false;
  }
}

/** What clocks in the zone show, as the instant at which clocks in UTC show the same. */
function wallClock(zone: string, at: number): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(at)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

const offsetAt = (zone: string, at: number): number => wallClock(zone, at) - Math.floor(at / 1000) * 1000;

export function localDateOf(zone: string, at: Date): LocalDate {
  const shown = new Date(wallClock(zone, at.getTime()));
  return { year: shown.getUTCFullYear(), month: shown.getUTCMonth() + 1, day: shown.getUTCDate() };
}

export function nextDate({ year, month, day }: LocalDate): LocalDate {
  const next = new Date(Date.UTC(year, month - 1, day) + dayMs);
  return { year: next.getUTCFullYear(), month: next.getUTCMonth() + 1, day: next.getUTCDate() };
}

/** 1 is Monday (ISO 8601). */
export const weekdayOf = ({ year, month, day }: LocalDate): number => new Date(Date.UTC(year, month - 1, day)).getUTCDay() || 7;

/**
 * The instant at which clocks in the zone show a time on a day. A time that is skipped when clocks go forward is
 * moved forward with them; of one that comes twice it is the first (RFC 5545 section 3.3.5).
 *
 * @param time such as `09:00`; `24:00` is the midnight that ends the day.
 */
export function instantOf(zone: string, { year, month, day }: LocalDate, time: string): Date {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const shown = Date.UTC(year, month - 1, day, hours, minutes);
  // No zone changes its clocks twice within a day: before and after are all the offsets that come into question.
  const [before, after] = [offsetAt(zone, shown - dayMs), offsetAt(zone, shown + dayMs)];
  const fitting = [before, after].map((offset) => shown - offset).find((instant) => wallClock(zone, instant) === shown);
  return new Date(fitting ?? shown - before);
}

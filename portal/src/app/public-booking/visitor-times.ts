import { InjectionToken } from '@angular/core';

/** The zone the visitor's own clock is in, by its IANA name. */
export const visitorTimeZone = new InjectionToken<string>('visitorTimeZone', { factory: () => Intl.DateTimeFormat().resolvedOptions().timeZone });

/** Times as a visitor reads them, all in one zone. */
export interface VisitorTimes {
  /** `2026-11-26`: the day in the zone, as it stands in the page's address. */
  dayKey(at: string): string;
  /** `Thursday 26 November`. */
  day(at: string): string;
  /** `Thu`. */
  weekday(at: string): string;
  /** `26 Nov`. */
  shortDay(at: string): string;
  /** `10:30`. */
  time(at: string): string;
}

export function visitorTimes(timeZone: string): VisitorTimes {
  const format = (options: Intl.DateTimeFormatOptions, locale = 'en-GB'): ((at: string) => string) => {
    const formatter = new Intl.DateTimeFormat(locale, { timeZone, ...options });
    return (at) => formatter.format(new Date(at));
  };
  return {
    // Sweden writes dates as ISO 8601 does.
    dayKey: format({ year: 'numeric', month: '2-digit', day: '2-digit' }, 'sv-SE'),
    day: format({ weekday: 'long', day: 'numeric', month: 'long' }),
    weekday: format({ weekday: 'short' }),
    shortDay: format({ day: 'numeric', month: 'short' }),
    time: format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
  };
}

export interface DayOfSlots<Slot> {
  readonly key: string;
  readonly slots: readonly Slot[];
}

/** The slots by the visitor's days, in order; days without one are left out. */
export function byDay<Slot extends { readonly startsAt: string }>(slots: readonly Slot[], times: Pick<VisitorTimes, 'dayKey'>): DayOfSlots<Slot>[] {
  const days = new Map<string, Slot[]>();
  for (const slot of slots) {
    const key = times.dayKey(slot.startsAt);
    const day = days.get(key);
    if (day) day.push(slot);
    else days.set(key, [slot]);
  }
  return [...days].map(([key, ofDay]) => ({ key, slots: ofDay }));
}

import type { BookingPageEntity } from '../booking-page/booking-page.entity';
import { instantOf, localDateOf, nextDate, weekdayOf } from './zoned-time';

/** A time on offer: from `startsAt` on, up to and without `endsAt`. */
export interface OfferedSlot {
  readonly startsAt: Date;
  readonly endsAt: Date;
}

export interface Span {
  readonly start: Date;
  readonly end: Date;
}

export type PageRules = Pick<BookingPageEntity, 'durationMinutes' | 'timeZone' | 'hours' | 'bufferMinutes' | 'noticeMinutes' | 'horizonDays' | 'active'>;

const minuteMs = 60_000;

/** When the last time on offer has to begin before. */
export const bookableUntil = (page: Pick<PageRules, 'horizonDays'>, now: Date): Date => new Date(now.getTime() + page.horizonDays * 24 * 60 * minuteMs);

/**
 * What a page offers by its own rules, in order: its weekly hours in its own time zone, cut into lengths of the page,
 * not sooner than its notice and not later than its horizon. Whether somebody is busy is not asked here.
 */
export function offeredSlots(page: PageRules, window: Span, now: Date): OfferedSlot[] {
  if (!page.active) return [];
  const earliest = Math.max(window.start.getTime(), now.getTime() + page.noticeMinutes * minuteMs);
  const latest = Math.min(window.end.getTime(), bookableUntil(page, now).getTime());
  const length = page.durationMinutes * minuteMs;
  const slots: OfferedSlot[] = [];
  if (earliest >= latest) return slots;
  for (let date = localDateOf(page.timeZone, new Date(earliest)); instantOf(page.timeZone, date, '00:00').getTime() < latest; date = nextDate(date)) {
    for (const { from, to } of page.hours.filter(({ weekday }) => weekday === weekdayOf(date))) {
      // Both ends are moved into UTC on their own: hours that contain a change of the clocks are an hour shorter or longer.
      const end = instantOf(page.timeZone, date, to).getTime();
      for (let start = instantOf(page.timeZone, date, from).getTime(); start + length <= end; start += length) {
        if (start >= earliest && start < latest) slots.push({ startsAt: new Date(start), endsAt: new Date(start + length) });
      }
    }
  }
  return slots.sort((left, right) => left.startsAt.getTime() - right.startsAt.getTime());
}

/** The slots that keep the page's pause to everything the host has to do. */
export function withoutBusy(slots: readonly OfferedSlot[], busy: readonly Span[], bufferMinutes: number): OfferedSlot[] {
  const pause = bufferMinutes * minuteMs;
  return slots.filter(({ startsAt, endsAt }) => !busy.some(({ start, end }) => start.getTime() < endsAt.getTime() + pause && end.getTime() > startsAt.getTime() - pause));
}

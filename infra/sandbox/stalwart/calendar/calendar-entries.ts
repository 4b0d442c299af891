import type { Directory } from '../directory';
import { textOr } from '../json';
import { Calendars } from './calendars';
import { formatUtc, occurrencesOf } from './event-times';

/** One occurrence in somebody's calendar. */
export interface CalendarEntry {
  readonly accountId: string;
  readonly address: string;
  readonly uid: string;
  readonly title: string;
  /** UTC, whole seconds. */
  readonly startsAt: string;
  readonly endsAt: string;
}

/** Everything in all calendars, in the order of the beginnings; what has no time is left out. */
export function listCalendarEvents(directory: Directory): CalendarEntry[] {
  const entries = directory
    .objects('Account')
    .entries()
    .flatMap(([accountId, account]) =>
      new Calendars(directory, accountId).entries('CalendarEvent').flatMap(([, event]) =>
        occurrencesOf(event).map(({ start, end }) => ({
          accountId,
          address: directory.addressOf(account),
          uid: textOr(event['uid'], ''),
          title: textOr(event['title'], ''),
          startsAt: formatUtc(start),
          endsAt: formatUtc(end),
        })),
      ),
    );
  return entries.sort((left, right) => (left.startsAt < right.startsAt ? -1 : 1));
}

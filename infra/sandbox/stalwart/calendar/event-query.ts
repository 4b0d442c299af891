import { argument } from '../arguments';
import { MethodFailure } from '../failures';
import { objectOr, textOr, type JsonObject } from '../json';
import { encodeId, idOrder } from '../object-id';
import type { Calendars } from './calendars';
import { formatUtc, localTime, type Occurrence, occurrencesOf, toUtc } from './event-times';

interface Hit {
  readonly id: string;
  readonly start: number;
}

const conditions = new Set(['uid', 'after', 'before', 'inCalendar']);

/** An occurrence has an id of its own: its number above the id of its event. */
const occurrenceId = (id: string, index: number): string => encodeId((BigInt(index + 1) << 32n) + idOrder(id));

/** What an id of an occurrence stands for; the id itself where it is an event's own. */
export function findEvent(calendars: Calendars, id: string): { event: JsonObject; occurrence?: Occurrence; baseEventId?: string } | null {
  const own = calendars.get('CalendarEvent', id);
  if (own) return { event: own };
  const baseEventId = encodeId(idOrder(id) & 0xffffffffn);
  const event = calendars.get('CalendarEvent', baseEventId);
  const occurrence = event && occurrencesOf(event)[Number(idOrder(id) >> 32n) - 1];
  return occurrence ? { event, occurrence, baseEventId } : null;
}

/** `CalendarEvent/query`; `after` and `before` are local times in the `timeZone` argument. */
export function queryEvents(args: JsonObject, calendars: Calendars): JsonObject {
  const filter = argument.object(args, 'filter');
  const unknown = Object.keys(filter).find((name) => !conditions.has(name));
  if (unknown !== undefined) throw new MethodFailure('unsupportedFilter', unknown);
  const zone = argument.text(args, 'timeZone') ?? null;
  const bound = (name: string): number | null => {
    const local = localTime(textOr(filter[name], ''));
    return local === null ? null : toUtc(local, zone);
  };
  const [after, before] = [bound('after'), bound('before')];
  const expands = args['expandRecurrences'] === true;
  if (expands && (after === null || before === null)) throw new MethodFailure('invalidArguments', "Both 'after' and 'before' filters are required when expanding recurrences");
  // What ends at the lower edge is out, what begins at the upper one is in.
  const inside = ({ start, end }: Occurrence): boolean => (after === null || end > after) && (before === null || start <= before);

  const hits = calendars.entries('CalendarEvent').flatMap(([id, event]): Hit[] => {
    if (filter['uid'] !== undefined && event['uid'] !== filter['uid']) return [];
    if (typeof filter['inCalendar'] === 'string' && objectOr(event['calendarIds'])[filter['inCalendar']] !== true) return [];
    const all = occurrencesOf(event);
    const found = all.filter(inside);
    if (expands) return found.map(({ index, start }) => ({ id: occurrenceId(id, index), start }));
    const timed = after !== null || before !== null;
    return timed && found.length === 0 ? [] : [{ id, start: all[0]?.start ?? 0 }];
  });
  const [sort] = Array.isArray(args['sort']) ? args['sort'] : [];
  if (sort !== undefined) {
    const { property, isAscending } = objectOr(sort);
    if (property !== 'start') throw new MethodFailure('unsupportedSort', `Property ${String(property)} is not supported for sorting`);
    hits.sort((left, right) => (isAscending === false ? right.start - left.start : left.start - right.start));
  }
  const limit = argument.count(args, 'limit');
  const page = limit === undefined ? hits : hits.slice(0, limit);
  return {
    accountId: calendars.accountId,
    queryState: calendars.state('CalendarEvent'),
    canCalculateChanges: true,
    position: 0,
    ids: page.map(({ id }) => id),
    ...(args['calculateTotal'] === true ? { total: hits.length } : {}),
    ...(page.length < hits.length ? { limit: page.length } : {}),
  };
}

/** The times of an account in which somebody is busy, merged where they touch; not cut to the window. */
export function availability(args: JsonObject, calendars: Calendars): JsonObject {
  const [from, to] = ['utcStart', 'utcEnd'].map((name) => localTime(textOr(args[name], '')));
  const details = args['showDetails'] === true;
  const wanted = argument.texts(args, 'eventProperties') ?? [];
  if (details && wanted.some((name) => name !== 'id' && name !== 'baseEventId')) {
    throw new MethodFailure('invalidArguments', "Only 'id' and 'baseEventId' properties are supported in results");
  }
  // Missing and reversed times are no error: nothing is busy in no time.
  if (from == null || to == null || from >= to) return { list: [] };
  const busy = calendars
    .entries('CalendarEvent')
    .filter(([, event]) => event['freeBusyStatus'] !== 'free' && event['status'] !== 'cancelled')
    .flatMap(([id, event]) => occurrencesOf(event).map((occurrence) => ({ ...occurrence, id })))
    .filter(({ start, end }) => end > from && start < to)
    .sort((left, right) => left.start - right.start);
  const shown = details ? busy : merge(busy);
  return {
    list: shown.map(({ start, end, id, index }) => ({
      utcStart: formatUtc(start),
      utcEnd: formatUtc(end),
      busyStatus: 'confirmed',
      event: details ? { id: occurrenceId(id, index), baseEventId: id } : null,
    })),
  };
}

function merge<T extends { readonly start: number; readonly end: number }>(sorted: readonly T[]): T[] {
  const merged: T[] = [];
  for (const period of sorted) {
    const last = merged.at(-1);
    if (last && period.start <= last.end) merged[merged.length - 1] = { ...last, end: Math.max(last.end, period.end) };
    else merged.push(period);
  }
  return merged;
}

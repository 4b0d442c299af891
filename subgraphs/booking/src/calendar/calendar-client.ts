import { BackEnd } from '@dezky/kit/http/back-end-error';
import { openJmapSession } from '@dezky/kit/http/jmap-session';
import { z } from 'zod';
import { availabilityWire, calendarsWire, eventsWire, queryResponseWire, setResponseWire } from './calendar.wire';
import { fromSetError, fromUnreadable, notAllowedToSee, uidTaken, vanished } from './errors';

/** From `start` on, up to and without `end`. */
export interface BusyTime {
  readonly start: Date;
  readonly end: Date;
}

/** An event as it is asked for; times are kept in whole seconds. */
export interface CalendarEventDraft {
  /** Ours, unique within the account; the event is found by it again. */
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

export type CalendarEvent = Omit<CalendarEventDraft, 'description'>;

/** What Dezky asks of people's calendars, each named by the account's id at the mail server. Every verb throws `BackEndError` only. */
export interface CalendarClient {
  /**
   * When the owner of a calendar is busy, merged where times touch; not cut to the window.
   *
   * @throws BackEndError `UNAUTHORIZED` when the answer could not be trusted: no calendar of the account is seen.
   */
  busyTimes(accountId: string, from: Date, to: Date): Promise<BusyTime[]>;
  /**
   * Writes an event into the default calendar, or adopts the one of this uid and these times. Nobody is invited by it.
   *
   * @throws BackEndError `CONFLICT` when the uid belongs to an event at another time.
   */
  ensureEvent(accountId: string, event: CalendarEventDraft): Promise<void>;
  findEvent(accountId: string, uid: string): Promise<CalendarEvent | null>;
  /** Gone already is done. */
  deleteEvent(accountId: string, uid: string): Promise<void>;
  /** Whether the server answers and takes our credential: a session is no proof, it is given to anybody. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

const using = ['core', 'calendars', 'principals', 'principals:availability'].map((name) => `urn:ietf:params:jmap:${name}`);
const utc = (time: Date): string => `${time.toISOString().slice(0, 19)}Z`;

/**
 * A client of the calendars on Stalwart, over JMAP.
 *
 * @param options.authorization `Bearer API_…` of a service account with the Admin role, or `Basic …`.
 */
export function createCalendarClient(options: { url: string; authorization: string; timeoutMs?: number }): CalendarClient {
  const session = openJmapSession({ ...options, system: BackEnd.STALWART, using });
  const calendarsOf = (accountId: string) => ['Calendar/get', { accountId, ids: null, properties: ['isDefault', 'myRights'] }] as const;
  const byUid = (accountId: string, uid: string) => ['CalendarEvent/query', { accountId, filter: { uid } }] as const;
  const found = { resultOf: 'c0', name: 'CalendarEvent/query', path: '/ids' };

  const findEvent = async (accountId: string, uid: string): Promise<CalendarEvent | null> => {
    const read = ['CalendarEvent/get', { accountId, '#ids': found, properties: ['uid', 'title', 'utcStart', 'utcEnd'] }] as const;
    const [, { list }] = await session.request([byUid(accountId, uid), read], [queryResponseWire, eventsWire]);
    const [event] = list;
    return event ? { uid: event.uid, title: event.title, startsAt: event.utcStart, endsAt: event.utcEnd } : null;
  };

  return {
    async busyTimes(accountId, from, to) {
      // The server answers a reversed window with an empty list, which would look like a free day.
      if (!(from < to)) throw new RangeError('Busy times are asked for a window that ends after it begins.');
      const asked = ['Principal/getAvailability', { accountId, id: accountId, utcStart: utc(from), utcEnd: utc(to), showDetails: false }] as const;
      const [calendars, { list }] = await session.request([calendarsOf(accountId), asked], [calendarsWire, availabilityWire]);
      // Without rights the list is empty and no error: it counts only beside calendars that we are shown and may look into.
      if (calendars.list.length === 0 || calendars.list.some(({ myRights }) => !myRights.mayReadFreeBusy)) throw notAllowedToSee();
      return list.map(({ utcStart, utcEnd }) => ({ start: utcStart, end: utcEnd }));
    },

    async ensureEvent(accountId, { uid, title, description, startsAt, endsAt }) {
      const [{ list }] = await session.request([calendarsOf(accountId)], [calendarsWire]);
      const writable = list.filter(({ myRights }) => myRights.mayWriteAll);
      const calendar = writable.find(({ isDefault }) => isDefault) ?? writable[0];
      if (!calendar) throw notAllowedToSee();
      // A length the server cannot read, or a zone it does not know, is taken without an error: both are of our making here.
      const event = {
        '@type': 'Event',
        uid,
        calendarIds: { [calendar.id]: true },
        title,
        description,
        start: utc(startsAt).slice(0, 19),
        timeZone: 'Etc/UTC',
        duration: `PT${Math.round((endsAt.getTime() - startsAt.getTime()) / 1000)}S`,
      };
      const [{ created, notCreated }] = await session.request([['CalendarEvent/set', { accountId, sendSchedulingMessages: false, create: { e: event } }]], [setResponseWire]);
      if (created['e']) return;
      const error = notCreated['e'];
      if (!error) throw fromUnreadable(new Error('neither created nor refused'));
      // The refusal does not say which event has the uid.
      if (error.type !== 'invalidProperties' || !error.properties?.includes('uid')) throw fromSetError(error, 'the event');
      const existing = await findEvent(accountId, uid);
      if (!existing) throw vanished(uid);
      if (utc(existing.startsAt) !== utc(startsAt) || utc(existing.endsAt) !== utc(endsAt)) throw uidTaken(uid);
    },

    findEvent,

    async deleteEvent(accountId, uid) {
      const [, { notDestroyed }] = await session.request([byUid(accountId, uid), ['CalendarEvent/set', { accountId, '#destroy': found }]], [queryResponseWire, setResponseWire]);
      const error = Object.values(notDestroyed).find(({ type }) => type !== 'notFound');
      if (error) throw fromSetError(error, 'to delete the event');
    },

    async ping() {
      await session.request([['Core/echo', {}]], [z.unknown()]);
    },
    close: () => session.close(),
  };
}

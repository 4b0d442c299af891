import { randomUUID } from 'node:crypto';
import { SetFailure } from '../failures';
import { objectOr, without, type Json, type JsonObject } from '../json';
import { instant } from '../names';
import type { Calendars } from './calendars';
import { formatLocal, formatUtc, isZone, localTime, type Occurrence, occurrencesOf } from './event-times';

/** The properties of a JSCalendar event (RFC 8984) and of JMAP for calendars that the server takes. */
const known = new Set([
  ...['@type', 'uid', 'calendarIds', 'title', 'description', 'descriptionContentType', 'start', 'timeZone', 'duration', 'showWithoutTime', 'status', 'freeBusyStatus'],
  ...['locations', 'virtualLocations', 'organizerCalendarAddress', 'participants', 'alerts', 'useDefaultAlerts', 'recurrenceRule', 'recurrenceOverrides', 'isDraft'],
  ...['keywords', 'categories', 'color', 'priority', 'privacy', 'locale', 'links', 'relatedTo', 'sequence', 'method', 'prodId', 'created', 'updated', 'sentBy'],
  ...['mayInviteSelf', 'mayInviteOthers', 'hideAttendees'],
]);

/** Computed, and shown only when asked for by name. */
const onRequest = ['utcStart', 'utcEnd', 'baseEventId', 'recurrenceId'];

/** A new event as it is stored. Times that cannot be read are tolerated, as the server does. */
export function createEvent(input: JsonObject, calendars: Calendars): JsonObject {
  checkProperties(input, calendars);
  if (!isObjectWithEntries(input['calendarIds'])) throw SetFailure.invalidProperties('Event has to belong to at least one calendar.', 'calendarIds');
  const uid = typeof input['uid'] === 'string' ? input['uid'] : randomUUID();
  // Over all calendars of the account, and without the id of the event that has it.
  if (calendars.entries('CalendarEvent').some(([, event]) => event['uid'] === uid)) {
    throw SetFailure.invalidProperties(`An event with UID ${uid} already exists.`, 'uid');
  }
  return settleTimes({ isDraft: false, ...input, '@type': 'Event', uid, isOrigin: true, updated: instant() });
}

export function updateEvent(event: JsonObject, patch: JsonObject, calendars: Calendars): JsonObject {
  checkProperties(patch, calendars);
  if (patch['uid'] !== undefined && patch['uid'] !== event['uid']) throw SetFailure.invalidProperties('You cannot change the UID of a calendar event.', 'uid');
  const merged = Object.entries({ ...event, ...patch }).filter(([, value]) => value !== null);
  return settleTimes({ ...Object.fromEntries(merged), updated: instant() });
}

function checkProperties(input: JsonObject, calendars: Calendars): void {
  const unknown = Object.keys(input).find((name) => !known.has(name));
  if (unknown !== undefined) throw SetFailure.invalidProperties('Invalid property.', unknown);
  const missing = Object.keys(objectOr(input['calendarIds'])).find((id) => !calendars.get('Calendar', id));
  if (missing !== undefined) throw SetFailure.invalidProperties(`calendarId ${missing} does not exist.`, 'calendarIds');
}

/** An unknown zone is dropped without a word, and so is a zone without a start. */
function settleTimes(event: JsonObject): JsonObject {
  const start = typeof event['start'] === 'string' ? localTime(event['start']) : null;
  const timed = start === null ? without(event, 'start') : { ...event, start: formatLocal(start) };
  const zone = event['timeZone'];
  const settled = start === null || typeof zone !== 'string' || !isZone(zone) ? without(timed, 'timeZone') : timed;
  return event['recurrenceRule'] === undefined ? settled : { ...settled, recurrenceRule: without(objectOr(event['recurrenceRule']), '@type') };
}

/** An event, or one occurrence of it, as answers show it. */
export function showEvent(id: string, event: JsonObject, properties: readonly string[] | null, occurrence?: Occurrence, baseEventId?: string): JsonObject {
  const [first] = occurrencesOf(event);
  const times = occurrence ?? first;
  const shift = occurrence && first ? occurrence.start - first.start : 0;
  const start = localTime(String(event['start']));
  const computed: JsonObject = {
    ...(times ? { utcStart: formatUtc(times.start), utcEnd: formatUtc(times.end) } : {}),
    ...(baseEventId === undefined ? {} : { baseEventId }),
    ...(occurrence && event['recurrenceRule'] !== undefined && start !== null ? { recurrenceId: formatLocal(start + shift) } : {}),
  };
  const whole: JsonObject = { ...event, ...(shift !== 0 && start !== null ? { start: formatLocal(start + shift) } : {}), ...computed, id };
  const wanted = (name: string): boolean => name === 'id' || (properties === null ? !onRequest.includes(name) : properties.includes(name));
  return Object.fromEntries(Object.entries(whole).filter(([name]) => wanted(name)));
}

const isObjectWithEntries = (value: Json | undefined): boolean => Object.keys(objectOr(value)).length > 0;

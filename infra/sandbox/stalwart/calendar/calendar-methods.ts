import { argument } from '../arguments';
import type { Caller } from '../authenticate';
import type { Directory } from '../directory';
import { MethodFailure, SetFailure } from '../failures';
import { isObject, objectOr, textOr, type JsonObject } from '../json';
import type { RequestScope } from '../methods';
import { isId } from '../object-id';
import { limits } from '../session-document';
import { SetOutcome } from '../set-method';
import { Calendars } from './calendars';
import { createEvent, showEvent, updateEvent } from './event-object';
import { availability, findEvent, queryEvents } from './event-query';

type Method = (args: JsonObject, calendars: Calendars, scope: RequestScope) => JsonObject;

const methods: Record<string, Method> = {
  'Calendar/get': (args, calendars) => {
    const { list, notFound } = pick(args, calendars.entries('Calendar').map(([id]) => id), (id, properties) => {
      const calendar = calendars.get('Calendar', id);
      return calendar ? { ...Object.fromEntries(Object.entries(calendar).filter(([name]) => properties === null || properties.includes(name))), id } : null;
    });
    return { accountId: calendars.accountId, state: calendars.state('Calendar'), list, notFound };
  },
  'Calendar/set': (args, calendars) => setObjects('Calendar', args, calendars, new Map(), (input) => input, (before, patch) => ({ ...before, ...patch })),
  'CalendarEvent/get': (args, calendars, { created }) => {
    const { list, notFound } = pick(args, calendars.entries('CalendarEvent').map(([id]) => id), (id, properties) => {
      const known = id.startsWith('#') ? (created.get(id.slice(1)) ?? id) : id;
      const found = findEvent(calendars, known);
      return found && showEvent(known, found.event, properties, found.occurrence, found.baseEventId);
    });
    return { accountId: calendars.accountId, state: calendars.state('CalendarEvent'), list, notFound };
  },
  'CalendarEvent/query': (args, calendars) => queryEvents(args, calendars),
  'CalendarEvent/set': (args, calendars, { created }) =>
    setObjects('CalendarEvent', args, calendars, created, (input) => createEvent(input, calendars), (event, patch) => updateEvent(event, patch, calendars)),
};

export const isCalendarMethod = (method: string): boolean => method in methods || method.startsWith('Principal/');

/** The methods of calendars and of the people they belong to, on the account that `accountId` names. */
export function runCalendarMethod(method: string, args: JsonObject, scope: RequestScope): JsonObject {
  const { caller, directory } = scope;
  const accountId = argument.text(args, 'accountId');
  if (accountId === undefined) throw new MethodFailure('invalidArguments', 'The "accountId" property is required.');
  if (!isId(accountId)) throw new MethodFailure('accountNotFound', 'The accountId does not correspond to a valid account');
  requireAccount(accountId, directory);
  if (!mayReach(caller, accountId)) throw new MethodFailure('forbidden', `You do not have access to account ${accountId}`);
  if (method.startsWith('Principal/')) return runPrincipalMethod(method, args, accountId, caller, directory);
  const run = methods[method];
  if (!run) throw new MethodFailure('unknownMethod', method);
  if (method.endsWith('/set') && scope.conflict()) throw unavailable();
  const calendars = new Calendars(directory, accountId);
  calendars.prepare();
  return run(args, calendars, scope);
}

function runPrincipalMethod(method: string, args: JsonObject, accountId: string, caller: Caller, directory: Directory): JsonObject {
  const principals = directory.objects('Account').entries();
  if (method === 'Principal/get') {
    const { list, notFound } = pick(args, principals.map(([id]) => id), (id) => {
      const account = directory.objects('Account').get(id);
      if (!account) return null;
      const email = directory.addressOf(account);
      return { id, type: account['@type'] === 'Group' ? 'group' : 'individual', name: email, description: account['description'] ?? null, email };
    });
    return { accountId, state: 'n', list, notFound };
  }
  if (method === 'Principal/query') {
    const email = textOr(argument.object(args, 'filter')['email'], '');
    const ids = principals.filter(([, account]) => email === '' || directory.addressOf(account) === email).map(([id]) => id);
    return { accountId, queryState: 'n', canCalculateChanges: true, position: 0, ids };
  }
  if (method !== 'Principal/getAvailability') throw new MethodFailure('unknownMethod', method);
  const id = argument.text(args, 'id') ?? '';
  requireAccount(id, directory);
  const calendars = new Calendars(directory, id);
  // Whoever may not look is told of no busy time: the answer is the one of somebody who is free.
  return mayReach(caller, id) ? availability(args, calendars) : { list: [] };
}

const mayReach = (caller: Caller, accountId: string): boolean => caller.accountId === accountId || caller.may('impersonate');

const unavailable = (): MethodFailure => new MethodFailure('serverUnavailable', 'This server is temporarily unavailable. Attempting this same operation later may succeed.');

/** An account that is not there answers as one that is not there at the moment. */
function requireAccount(id: string, directory: Directory): void {
  if (!directory.objects('Account').has(id)) throw unavailable();
}

/** The objects of a `/get`, and the ids that stand for none. */
function pick(args: JsonObject, all: readonly string[], show: (id: string, properties: readonly string[] | null) => JsonObject | null): { list: JsonObject[]; notFound: string[] } {
  const ids = argument.texts(args, 'ids') ?? all;
  if (ids.length > limits.maxObjectsInGet) throw new MethodFailure('requestTooLarge', 'The number of ids requested by the client exceeds the maximum number the server is willing to process in a single method call.');
  const properties = argument.texts(args, 'properties');
  const shown = ids.map((id) => ({ id, object: show(id, properties) }));
  return { list: shown.flatMap(({ object }) => (object === null ? [] : [object])), notFound: shown.flatMap(({ id, object }) => (object === null ? [id] : [])) };
}

function setObjects(
  kind: 'Calendar' | 'CalendarEvent',
  args: JsonObject,
  calendars: Calendars,
  created: Map<string, string>,
  create: (input: JsonObject) => JsonObject,
  update: (before: JsonObject, patch: JsonObject) => JsonObject,
): JsonObject {
  const oldState = calendars.state(kind);
  const expected = argument.text(args, 'ifInState');
  if (expected !== undefined && expected !== oldState) throw new MethodFailure('stateMismatch', 'An "ifInState" argument was supplied, but it does not match the current state.');
  const outcome = new SetOutcome();
  let changes = 0;
  for (const [key, input] of Object.entries(argument.object(args, 'create'))) {
    outcome.attempt('notCreated', key, () => {
      const id = calendars.add(kind, create(objectOr(input)));
      created.set(key, id);
      outcome.created(key, { id });
      changes += 1;
    });
  }
  for (const [id, patch] of Object.entries(argument.object(args, 'update'))) {
    outcome.attempt('notUpdated', id, () => {
      const before = calendars.get(kind, id);
      if (!before || !isObject(patch)) throw new SetFailure({ type: 'notFound' });
      calendars.put(kind, id, update(before, patch));
      outcome.updated(id);
      changes += 1;
    });
  }
  for (const id of argument.texts(args, 'destroy') ?? []) {
    outcome.attempt('notDestroyed', id, () => {
      if (!calendars.delete(kind, id)) throw new SetFailure({ type: 'notFound' });
      outcome.destroyed(id);
      changes += 1;
    });
  }
  if (changes > 0) calendars.changed(kind);
  return { ...outcome.body(calendars.accountId), oldState, newState: calendars.state(kind) };
}

import { accountObject } from './account-object';
import { allowedIpObject } from './allowed-ip-object';
import { getKeys, queryKeys, setKeys } from './api-key-methods';
import { argument } from './arguments';
import { certificateObject } from './certificate-object';
import type { Caller } from './authenticate';
import { isCalendarMethod, runCalendarMethod } from './calendar/calendar-methods';
import type { Directory } from './directory';
import { dkimSignatureObject } from './dkim-signature-object';
import { domainObject } from './domain-object';
import { MethodFailure, SetFailure } from './failures';
import { isMailMethod, runMailMethod } from './mail/mail-methods';
import { isObject, type JsonObject } from './json';
import { mailingListObject } from './mailing-list-object';
import { present } from './object-patch';
import type { ObjectType } from './object-type';
import { checkFilter, query } from './query-method';
import { limits } from './session-document';
import { requireAny, set, SetOutcome } from './set-method';
import { systemSettingsObject } from './system-settings-object';
import { taskObject } from './task-object';

/** What the calls of one request share. */
export interface RequestScope {
  readonly caller: Caller;
  readonly directory: Directory;
  readonly created: Map<string, string>;
  exists(object: string, id: string): boolean;
  /** Runs when the request has been answered. */
  afterwards(work: () => void): void;
  /** Answers that come after the one of the call, under its id (RFC 8620 section 5.3 and RFC 8621 section 7.5). */
  readonly implied: [method: string, args: JsonObject][];
  /** True while a write conflict is asked for; each call uses one up. */
  conflict(): boolean;
}

const types = new Map([domainObject, accountObject, mailingListObject, dkimSignatureObject, systemSettingsObject, taskObject, certificateObject, allowedIpObject].map((type) => [type.name as string, type]));
const actions = ['ReloadSettings', 'ReloadTlsCertificates', 'ReloadBlockedIps', 'ReloadLookupStores'];

/** Runs one method call and returns its response arguments. */
export function runMethod(method: string, args: JsonObject, scope: RequestScope): JsonObject {
  if (method === 'Core/echo') return args;
  if (isCalendarMethod(method)) return runCalendarMethod(method, args, scope);
  if (isMailMethod(method)) return runMailMethod(method, args, scope);
  const [, name = '', verb = ''] = /^x:(\w+)\/(\w+)$/.exec(method) ?? [];
  const type = types.get(name);
  const known = name === 'Action' ? verb === 'set' : (type !== undefined || name === 'ApiKey') && ['get', 'query', 'set'].includes(verb) && !(type?.singleton && verb === 'query');
  if (!known) throw new MethodFailure('unknownMethod', method);
  const accountId = argument.text(args, 'accountId') ?? scope.caller.accountId;
  if (verb === 'set' && scope.conflict()) throw new MethodFailure('serverUnavailable', 'The server is currently unavailable.');
  if (name === 'Action') return runActions(args, accountId, scope);
  if (name === 'ApiKey') return runKeys(verb, args, accountId, scope);
  if (!type) throw new MethodFailure('unknownMethod', method);
  if (verb === 'set') return set(type, args, accountId, scope.caller, scope, scope.directory);
  const right = `${type.permissionPrefix}${verb === 'get' ? 'Get' : 'Query'}`;
  if (!scope.caller.may(right)) throw new MethodFailure('forbidden', 'You are not authorized to perform this action');
  if (verb === 'get') return get(type, args, accountId, scope);
  checkFilter(type, args['filter']);
  return query(type, args, accountId, scope.directory);
}

function get(type: ObjectType, args: JsonObject, accountId: string, scope: RequestScope): JsonObject {
  const asked = argument.texts(args, 'ids');
  const properties = argument.texts(args, 'properties');
  if (asked && asked.length > limits.maxObjectsInGet) {
    throw new MethodFailure('requestTooLarge', 'The number of ids requested by the client exceeds the maximum number the server is willing to process in a single method call.');
  }
  const objects = scope.directory.objects(type.name);
  const all = type.singleton ? [] : objects.entries().map(([id]) => id).slice(0, limits.maxObjectsInGet);
  const ids = (asked ?? all).map((id) => {
    if (!id.startsWith('#')) return id;
    const created = scope.created.get(id.slice(1));
    if (created === undefined) throw new MethodFailure('invalidResultReference', `Id reference "${id.slice(1)}" does not exist or is invalid.`);
    return created;
  });
  const wanted = (property: string): boolean => properties === null || properties.includes(property);
  const list: JsonObject[] = [];
  const notFound: string[] = [];
  for (const id of ids) {
    const object = objects.get(id);
    if (object) list.push(present(type.show(object, id, scope.directory, wanted), properties));
    else notFound.push(id);
  }
  return { accountId, list, notFound };
}

function runKeys(verb: string, args: JsonObject, accountId: string, scope: RequestScope): JsonObject {
  if (verb === 'set') return setKeys(args, accountId, scope.caller, scope, scope.directory);
  return verb === 'get' ? getKeys(args, accountId, scope.directory) : queryKeys(accountId, scope.directory);
}

function runActions(args: JsonObject, accountId: string, scope: RequestScope): JsonObject {
  requireAny(scope.caller, 'sysAction');
  const outcome = new SetOutcome();
  for (const [key, input] of Object.entries(argument.object(args, 'create'))) {
    outcome.attempt('notCreated', key, () => {
      const type = isObject(input) ? input['@type'] : undefined;
      if (typeof type !== 'string' || !actions.includes(type)) throw SetFailure.invalidPatch("Missing or invalid '@type' property in object", '');
      // The new settings show from the next request on, not later in the same one.
      if (type === 'ReloadSettings') scope.afterwards(() => (scope.directory.effectiveSettings = scope.directory.settings));
      outcome.created(key, { id: scope.directory.nextId('Action') });
    });
  }
  return outcome.body(accountId);
}

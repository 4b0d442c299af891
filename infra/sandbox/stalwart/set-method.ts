import type { Caller } from './authenticate';
import type { Directory } from './directory';
import { ConnectionDropped, MethodFailure, SetFailure } from './failures';
import { isObject, type Json, type JsonObject } from './json';
import { isId } from './object-id';
import { patchObject } from './object-patch';
import { readObject, type ReadContext } from './object-shape';
import type { ObjectType } from './object-type';
import { argument } from './arguments';
import { limits } from './session-document';

/** Collects the outcome of each object; only what is not empty shows in the answer. */
export class SetOutcome {
  private readonly parts: Record<string, JsonObject | string[]> = {};

  created(key: string, value: JsonObject): void {
    this.put('created', key, value);
  }
  updated(key: string): void {
    this.put('updated', key, null);
  }
  destroyed(id: string): void {
    const ids = (this.parts['destroyed'] ??= []) as string[];
    ids.push(id);
  }

  /** Runs one object's change; a `SetError` is its outcome and stops nobody else. */
  attempt(part: 'notCreated' | 'notUpdated' | 'notDestroyed', key: string, change: () => void): void {
    try {
      change();
    } catch (error) {
      if (!(error instanceof SetFailure)) throw error;
      this.put(part, key, error.body);
    }
  }

  body(accountId: string): JsonObject {
    return { accountId, ...this.parts };
  }

  private put(part: string, key: string, value: Json): void {
    const entries = (this.parts[part] ??= {}) as JsonObject;
    entries[key] = value;
  }
}

/** Missing rights fail the whole call when nothing of it is allowed. */
export function requireAny(caller: Caller, prefix: string): void {
  if (!['Create', 'Update', 'Destroy'].some((verb) => caller.may(prefix + verb))) {
    throw new MethodFailure('forbidden', 'You are not authorized to create, update or destroy objects of this type');
  }
}

export const requireVerb = (caller: Caller, prefix: string, verb: string): void => {
  if (!caller.may(prefix + verb)) throw new SetFailure({ type: 'forbidden', description: 'You are not authorized to perform this action' });
};

/** `x:…/set`: creates, updates and destroys, each on its own, in that order. */
export function set(type: ObjectType, args: JsonObject, accountId: string, caller: Caller, context: ReadContext & { created: Map<string, string> }, directory: Directory): JsonObject {
  requireAny(caller, type.permissionPrefix);
  const creations = argument.object(args, 'create');
  const updates = argument.object(args, 'update');
  const destroyed = argument.texts(args, 'destroy') ?? [];
  if (Object.keys(creations).length + Object.keys(updates).length + destroyed.length > limits.maxObjectsInSet) {
    throw new MethodFailure('requestTooLarge', 'The number of ids requested by the client exceeds the maximum number the server is willing to process in a single method call.');
  }
  if (Object.values(updates).some((patch) => patch === null)) throw new ConnectionDropped();
  const objects = directory.objects(type.name);
  const outcome = new SetOutcome();

  for (const [key, input] of Object.entries(creations)) {
    outcome.attempt('notCreated', key, () => {
      requireVerb(caller, type.permissionPrefix, 'Create');
      const value = create(type, input, key, context, directory);
      const id = directory.add(type.name, value);
      context.created.set(key, id);
      outcome.created(key, { id });
      type.changed?.(id, value, null, directory);
    });
  }
  for (const [reference, patch] of Object.entries(updates)) {
    outcome.attempt('notUpdated', reference, () => {
      requireVerb(caller, type.permissionPrefix, 'Update');
      const id = reference.startsWith('#') ? (context.created.get(reference.slice(1)) ?? reference) : reference;
      if (destroyed.includes(id)) throw new SetFailure({ type: 'willDestroy', description: 'ID will be destroyed.' });
      const before = objects.get(id);
      if (!before) throw new SetFailure({ type: 'notFound' });
      const shape = type.shape(before['@type']);
      if (!shape || !isObject(patch)) throw SetFailure.invalidPatch('Invalid value type for object', '');
      const patched = patchObject(shape, before, patch, context);
      const after = type.settle?.(patched, before, id, directory) ?? patched;
      objects.put(id, after);
      type.changed?.(id, after, before, directory);
      outcome.updated(reference);
    });
  }
  // Creation ids are no ids here: the server passes over them without a word, as over anything malformed.
  for (const id of destroyed.filter((entry) => isId(entry) || type.singleton)) {
    outcome.attempt('notDestroyed', id, () => {
      requireVerb(caller, type.permissionPrefix, 'Destroy');
      if (type.singleton) throw new SetFailure({ type: 'singleton', description: 'Singletons cannot be created or destroyed.' });
      if (!objects.has(id)) throw new SetFailure({ type: 'notFound' });
      const links = type.linkedTo?.(id, directory) ?? [];
      if (links.length > 0) throw SetFailure.linked(type.name, id, links);
      objects.delete(id);
      type.destroyed?.(id, directory);
      outcome.destroyed(id);
    });
  }
  return outcome.body(accountId);
}

function create(type: ObjectType, input: Json, key: string, context: ReadContext, directory: Directory): JsonObject {
  if (!isObject(input)) throw SetFailure.invalidPatch('Invalid value type for object', '');
  const shape = type.shape(input['@type']);
  if (!shape) throw SetFailure.invalidPatch("Missing or invalid '@type' property in object", '');
  const read = readObject(shape, input, '', context, key);
  const value = typeof input['@type'] === 'string' ? { ...read, '@type': input['@type'] } : read;
  return type.settle?.(value, null, null, directory) ?? value;
}

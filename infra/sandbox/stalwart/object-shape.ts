import { MethodFailure, SetFailure } from './failures';
import { isObject, objectOr, type Json, type JsonObject } from './json';
import { isId } from './object-id';

/** What one property may hold, in the words of the server's own schema. */
export type Value =
  | { readonly kind: 'text'; readonly nullable?: boolean; readonly normalise?: (text: string) => string | null; readonly complaint?: string }
  | { readonly kind: 'secret' }
  | { readonly kind: 'flag' }
  | { readonly kind: 'count'; readonly nullable?: boolean }
  | { readonly kind: 'choice'; readonly enumeration: string; readonly accepts: (text: string) => boolean; readonly nullable?: boolean }
  | { readonly kind: 'reference'; readonly object: string; readonly nullable?: boolean }
  | { readonly kind: 'set'; readonly keys: (key: string) => string | null }
  | { readonly kind: 'map'; readonly keys: (key: string) => boolean; readonly of: Value }
  | { readonly kind: 'list'; readonly of: Value }
  | { readonly kind: 'object'; readonly shape: Shape }
  | { readonly kind: 'variant'; readonly shapes: Readonly<Record<string, Shape>> };

export interface Property {
  readonly value: Value;
  readonly serverSet?: boolean;
  readonly required?: boolean;
  readonly initial?: Json;
}

export type Shape = Readonly<Record<string, Property>>;

/** What reading needs from the rest of the server. */
export interface ReadContext {
  /** Ids by the creation ids of this request. */
  readonly created: ReadonlyMap<string, string>;
  exists(object: string, id: string): boolean;
}

/** Masked in every answer; sent back, it means "as it was". */
export const mask = '****';

const at = (path: string, key: string): string => (path === '' ? key : `${path}/${key}`);

/** Reads the whole of an object; defaults fill what is left out. */
export function readObject(shape: Shape, input: JsonObject, path: string, context: ReadContext, owner = ''): JsonObject {
  const result: JsonObject = {};
  for (const [name, value] of Object.entries(input)) {
    if (name === '@type') continue;
    const property = shape[name];
    if (name === 'id' && path === '') throw SetFailure.invalidPatch('Invalid property', 'id');
    if (!property) throw SetFailure.invalidPatch('Invalid key for object', path);
    if (property.serverSet) throw SetFailure.invalidPatch('Cannot modify server set property', at(path, name));
    result[name] = readValue(property.value, value, at(path, name), context, owner);
  }
  const missing = Object.entries(shape).filter(([name, property]) => property.required && result[name] === undefined);
  if (missing.length > 0) throw SetFailure.required(missing.map(([name]) => name));
  for (const [name, property] of Object.entries(shape)) {
    if (result[name] === undefined && property.initial !== undefined) result[name] = structuredClone(property.initial);
  }
  return result;
}

/** Reads one value, whole. `owner` is the creation id that error texts name. */
export function readValue(value: Value, input: Json, path: string, context: ReadContext, owner = ''): Json {
  if (input === null && 'nullable' in value && value.nullable) return null;
  switch (value.kind) {
    case 'text': {
      if (typeof input !== 'string' || input === '') throw SetFailure.invalidPatch('Invalid value for property.', path);
      const text = value.normalise ? value.normalise(input) : input;
      if (text === null) throw SetFailure.invalidPatch(value.complaint ?? 'Invalid value for property.', path);
      return text;
    }
    case 'secret':
      if (typeof input !== 'string' || input === '') throw SetFailure.invalidPatch('Invalid value for property.', path);
      return input;
    case 'flag':
      if (typeof input !== 'boolean') throw SetFailure.invalidPatch('Invalid value for boolean property (expected true or false)', path);
      return input;
    case 'count':
      if (typeof input !== 'number' || !Number.isInteger(input) || input < 0) {
        throw SetFailure.invalidPatch('Invalid value for unsigned integer property (expected non-negative integer)', path);
      }
      return input;
    case 'choice':
      if (typeof input !== 'string' || !value.accepts(input)) {
        throw SetFailure.invalidPatch(`Invalid value ${typeof input === 'string' ? `Str("${input}")` : 'Null'} for enum type ${value.enumeration}.`, path);
      }
      return input;
    case 'reference':
      return readReference(value.object, input, path, context, owner);
    case 'set':
      return readSet(value.keys, input, path);
    case 'map':
    case 'list':
      return readEntries(value, input, path, context, owner);
    case 'object':
      if (!isObject(input)) throw SetFailure.invalidPatch('Invalid value for object property', path);
      return readObject(value.shape, input, path, context, owner);
    case 'variant': {
      const type = isObject(input) ? input['@type'] : undefined;
      const shape = typeof type === 'string' ? value.shapes[type] : undefined;
      if (!isObject(input) || !shape) throw SetFailure.invalidPatch("Missing or invalid '@type' property in object", path);
      return { ...readObject(shape, input, path, context, owner), '@type': type as string };
    }
  }
}

function readReference(object: string, input: Json, path: string, context: ReadContext, owner: string): string {
  if (typeof input !== 'string' || input === '') throw SetFailure.invalidPatch('Invalid value for property.', path);
  if (input.startsWith('#')) {
    const id = context.created.get(input.slice(1));
    if (id === undefined) throw new MethodFailure('invalidResultReference', `Invalid reference to non-existing object "${input.slice(1)}" from "${owner}"`);
    return id;
  }
  if (!isId(input)) throw SetFailure.invalidPatch('Failed to parse Id from string', path);
  if (!context.exists(object, input)) throw SetFailure.unknownReference(object, input);
  return input;
}

function readSet(keys: (key: string) => string | null, input: Json, path: string): JsonObject {
  if (!isObject(input)) throw SetFailure.invalidPatch('Invalid value for object property', path);
  const result: JsonObject = {};
  for (const [key, present] of Object.entries(input)) {
    const name = keys(key);
    if (name === null) throw SetFailure.invalidPatch('Invalid key for object property', path);
    if (typeof present !== 'boolean') throw SetFailure.invalidPatch('Invalid value for object property', path);
    if (present) result[name] = true;
  }
  return result;
}

/** Entries carry their own path only where they are patched: on create the server names the property alone. */
function readEntries(value: Extract<Value, { kind: 'map' | 'list' }>, input: Json, path: string, context: ReadContext, owner: string): JsonObject {
  if (!isObject(input)) throw SetFailure.invalidPatch('Invalid value for object property', path);
  const result: JsonObject = {};
  for (const [key, entry] of Object.entries(input)) {
    if (value.kind === 'map' ? !value.keys(key) : !/^\d+$/.test(key)) throw SetFailure.invalidPatch('Invalid key for object property', path);
    if (entry === null && value.kind === 'map') continue;
    result[key] = readValue(value.of, entry, path, context, owner);
  }
  return value.kind === 'list' ? renumber(result) : result;
}

/** Lists count from 0 without gaps after every change. */
export const renumber = (entries: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.keys(entries)
      .sort((left, right) => Number(left) - Number(right))
      .map((key, index) => [String(index), objectOr(entries[key])]),
  );

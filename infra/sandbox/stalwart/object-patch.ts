import { SetFailure } from './failures';
import { isObject, objectOr, without, type Json, type JsonObject } from './json';
import { mask, readValue, renumber, type ReadContext, type Shape, type Value } from './object-shape';

/** The object after an `update`: whole properties or paths into them, as JSON pointers without the leading slash. */
export function patchObject(shape: Shape, current: JsonObject, patch: JsonObject, context: ReadContext): JsonObject {
  const result = structuredClone(current);
  for (const [path, input] of Object.entries(patch)) {
    const [name = '', ...rest] = path.split('/');
    if (name === '@type') {
      if (input !== current['@type']) throw SetFailure.invalidProperties('Cannot change the type of an existing account.', '@type');
      continue;
    }
    const property = shape[name];
    if (!property) throw SetFailure.invalidPatch('Invalid property', path);
    if (property.serverSet) throw SetFailure.invalidPatch('Cannot modify server set property', path);
    result[name] = patchValue(property.value, result[name] ?? null, rest, input, path, context);
  }
  return result;
}

function patchValue(value: Value, current: Json, rest: readonly string[], input: Json, path: string, context: ReadContext): Json {
  const [key, ...deeper] = rest;
  if (key === undefined) return value.kind === 'secret' && input === mask ? current : readValue(value, input, path, context);
  switch (value.kind) {
    case 'set': {
      const name = value.keys(key);
      if (name === null || deeper.length > 0 || (input !== null && typeof input !== 'boolean')) {
        throw SetFailure.invalidPatch('Invalid value for object property', path);
      }
      const others = without(objectOr(current), name);
      return input === true ? { ...others, [name]: true } : others;
    }
    case 'map':
    case 'list':
      return patchEntries(value, objectOr(current), key, deeper, input, path, context);
    case 'object':
      return patchMember(value.shape, objectOr(current), key, deeper, input, path, context);
    case 'variant': {
      const entry = objectOr(current);
      const type = entry['@type'];
      const shape = typeof type === 'string' ? value.shapes[type] : undefined;
      if (!shape) throw SetFailure.invalidPatch("Missing or invalid '@type' property in object", path);
      return patchMember(shape, entry, key, deeper, input, path, context);
    }
    default:
      throw SetFailure.invalidPatch('Invalid property', path);
  }
}

function patchMember(shape: Shape, current: JsonObject, key: string, deeper: readonly string[], input: Json, path: string, context: ReadContext): JsonObject {
  const property = shape[key];
  if (!property) throw SetFailure.invalidPatch('Invalid property', path);
  if (property.serverSet) throw SetFailure.invalidPatch('Cannot modify server set property', path);
  return { ...current, [key]: patchValue(property.value, current[key] ?? null, deeper, input, path, context) };
}

function patchEntries(
  value: Extract<Value, { kind: 'map' | 'list' }>,
  current: JsonObject,
  key: string,
  deeper: readonly string[],
  input: Json,
  path: string,
  context: ReadContext,
): JsonObject {
  if (value.kind === 'map' ? !value.keys(key) : !/^\d+$/.test(key)) throw SetFailure.invalidPatch('Invalid key for object property', path);
  let entries = current;
  if (deeper.length === 0 && input === null) {
    if (entries[key] === undefined && value.kind === 'list') throw SetFailure.invalidPatch('Invalid value for object property', path);
    entries = without(current, key);
  } else {
    entries = { ...current, [key]: patchValue(value.of, current[key] ?? blank(value.of), deeper, input, path, context) };
  }
  return value.kind === 'list' ? renumber(entries) : entries;
}

/** What a path into a missing entry starts from: the first variant, with its defaults. */
function blank(value: Value): Json {
  if (value.kind !== 'variant' && value.kind !== 'object') return null;
  const [type, shape] = value.kind === 'variant' ? (Object.entries(value.shapes)[0] ?? ['', {}]) : ['', value.shape];
  const initial = Object.entries(shape).flatMap(([name, property]) => (property.initial === undefined ? [] : [[name, property.initial] as const]));
  return { ...Object.fromEntries(initial), ...(type === '' ? {} : { '@type': type }) };
}

/** The object as answers show it: secrets masked, `properties` picked where asked for. */
export function present(object: JsonObject, properties: readonly string[] | null): JsonObject {
  const picked = properties === null ? object : Object.fromEntries(Object.entries(object).filter(([name]) => name === 'id' || properties.includes(name)));
  return maskSecrets(picked) as JsonObject;
}

function maskSecrets(value: Json): Json {
  if (Array.isArray(value)) return value.map(maskSecrets);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, key === 'secret' && typeof entry === 'string' ? mask : maskSecrets(entry)]));
}

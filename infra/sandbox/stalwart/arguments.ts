import { MethodFailure } from './failures';
import { isObject, type Json, type JsonObject } from './json';

const refuse = (value: Json, expected: string): never => {
  const found = value === null ? 'null' : Array.isArray(value) ? 'sequence' : typeof value === 'string' ? `string "${value}"` : typeof value;
  throw new MethodFailure('invalidArguments', `invalid type: ${found}, expected ${expected}`);
};

/** Arguments of a method; unknown ones are ignored, wrong types fail the call. */
export const argument = {
  text(args: JsonObject, name: string): string | undefined {
    const value = args[name];
    if (value === undefined) return undefined;
    return typeof value === 'string' ? value : refuse(value, 'a borrowed string');
  },
  count(args: JsonObject, name: string): number | undefined {
    const value = args[name];
    if (value === undefined || value === null) return undefined;
    return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : refuse(value, 'usize');
  },
  integer(args: JsonObject, name: string): number | undefined {
    const value = args[name];
    if (value === undefined || value === null) return undefined;
    return typeof value === 'number' && Number.isInteger(value) ? value : refuse(value, 'i32');
  },
  /** `null` is a value of its own: all of them. */
  texts(args: JsonObject, name: string): string[] | null {
    const value = args[name];
    if (value === undefined || value === null) return null;
    return Array.isArray(value) ? value.map((entry) => (typeof entry === 'string' ? entry : refuse(entry, 'a borrowed string'))) : refuse(value, 'a sequence');
  },
  object(args: JsonObject, name: string): JsonObject {
    const value = args[name];
    if (value === undefined || value === null) return {};
    return isObject(value) ? value : refuse(value, 'a map');
  },
};

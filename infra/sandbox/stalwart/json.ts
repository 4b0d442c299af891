export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

export const isObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The object itself, or an empty one where something else stands. */
export const objectOr = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});

/** The object without one of its members. */
export const without = (value: JsonObject, name: string): JsonObject => Object.fromEntries(Object.entries(value).filter(([member]) => member !== name));

export const textOr = (value: Json | undefined, otherwise: string): string => (typeof value === 'string' ? value : otherwise);

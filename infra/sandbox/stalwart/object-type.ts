import type { Directory, Link, ObjectName } from './directory';
import type { Json, JsonObject } from './json';
import type { Shape } from './object-shape';

/** How one kind of object behaves; the methods `get`, `query` and `set` are the same for all. */
export interface ObjectType {
  readonly name: ObjectName;
  /** `sysDomain` of `sysDomainGet`, `sysDomainCreate`, … */
  readonly permissionPrefix: string;
  readonly singleton?: boolean;
  /** The properties of an object of this `@type`, or null when there is no such type. */
  shape(type: Json | undefined): Shape | null;
  /** Checks that span properties and objects, and what the server fills in. `before` is null on create. */
  settle?(after: JsonObject, before: JsonObject | null, id: string | null, directory: Directory): JsonObject;
  /** After the change is stored. */
  changed?(id: string, after: JsonObject, before: JsonObject | null, directory: Directory): void;
  /** With what is computed on every read; `wanted` tells whether a property was asked for. */
  show(object: JsonObject, id: string, directory: Directory, wanted: (property: string) => boolean): JsonObject;
  readonly filters: Readonly<Record<string, (object: JsonObject, value: string) => boolean>>;
  readonly sorts: readonly string[];
  /** What still refers to an object and so keeps it from being destroyed. */
  linkedTo?(id: string, directory: Directory): Link[];
  /** After the object is gone. */
  destroyed?(id: string, directory: Directory): void;
}

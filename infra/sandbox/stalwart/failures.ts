import type { Json, JsonObject } from './json';

/** A `SetError`: one object of a `/set` is refused, the others go on. */
export class SetFailure extends Error {
  constructor(readonly body: JsonObject) {
    super(String(body['type']));
  }

  static invalidPatch(description: string, path: string): SetFailure {
    return new SetFailure({ type: 'invalidPatch', description, properties: [path] });
  }

  static invalidProperties(description: string, ...properties: string[]): SetFailure {
    return new SetFailure({ type: 'invalidProperties', description, properties });
  }

  static required(properties: readonly string[]): SetFailure {
    return new SetFailure({ type: 'validationFailed', validationErrors: properties.map((property) => ({ type: 'Required', property })) });
  }

  static duplicate(property: string, existing: { object: string; id: string }): SetFailure {
    return new SetFailure({ type: 'primaryKeyViolation', properties: [property], objectId: { ...existing } });
  }

  static unknownReference(object: string, id: string): SetFailure {
    return new SetFailure({ type: 'invalidForeignKey', objectId: { object, id } });
  }

  static linked(object: string, id: string, linkedObjects: readonly { object: string; id: string }[]): SetFailure {
    return new SetFailure({ type: 'objectIsLinked', objectId: { object, id }, linkedObjects: linkedObjects.map((link) => ({ ...link })) });
  }
}

/** A method error (RFC 8620 section 3.6.2): this call fails, the later ones still run. */
export class MethodFailure extends Error {
  constructor(
    readonly type: string,
    readonly description: string,
  ) {
    super(type);
  }

  get body(): JsonObject {
    return { type: this.type, description: this.description };
  }
}

/** A request-level error (RFC 8620 section 3.6.1): the whole batch fails. */
export class RequestFailure extends Error {
  constructor(
    readonly body: JsonObject & { readonly status: number },
  ) {
    super(String(body['type'] as Json));
  }

  static notRequest(text: string): RequestFailure {
    return new RequestFailure({ type: 'urn:ietf:params:jmap:error:notRequest', status: 400, detail: text });
  }
}

/** The server closes the connection without an answer. */
export class ConnectionDropped extends Error {}

import { json, type Reply } from '../http/router';

/** An error as the API states it: `{ error: { type, code, message, param } }`. */
export class StripeFailure extends Error {
  constructor(
    readonly status: number,
    readonly body: { type: string; code?: string; message: string; param?: string },
  ) {
    super(body.message);
  }

  get reply(): Reply {
    return json(this.status, { error: this.body });
  }

  /** An id in the path that is nobody's answers 404, one in a parameter 400. */
  static missing(object: string, id: string, param = 'id'): StripeFailure {
    return new StripeFailure(param === 'id' ? 404 : 400, { type: 'invalid_request_error', code: 'resource_missing', message: `No such ${object}: '${id}'`, param });
  }

  static parameter(code: 'parameter_missing' | 'parameter_unknown' | 'parameter_invalid_integer' | 'parameter_invalid_empty', param: string): StripeFailure {
    const messages = {
      parameter_missing: `Missing required param: ${param}.`,
      parameter_unknown: `Received unknown parameter: ${param}`,
      parameter_invalid_integer: `Invalid integer: ${param}`,
      parameter_invalid_empty: `You passed an empty string for '${param}'.`,
    };
    return new StripeFailure(400, { type: 'invalid_request_error', code, message: messages[code], param });
  }

  static refused(message: string, param: string, code?: string): StripeFailure {
    return new StripeFailure(400, { type: 'invalid_request_error', message, param, ...(code === undefined ? {} : { code }) });
  }
}

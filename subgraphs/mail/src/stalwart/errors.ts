import { BackEnd, BackEndError, type BackEndFault } from '@dezky/kit/http/back-end-error';
import type { SetErrorWire } from './stalwart.wire';

/**
 * Everything Stalwart can refuse with, as a `BackEndError`. Bodies of request-level errors are
 * left out of the message: the server echoes the request there, passwords included.
 */
export function fromStatus(status: number, retryAfter: string | null): BackEndError {
  const details = { status, ...retryAfterSeconds(retryAfter) };
  if (status === 401) return new BackEndError(BackEnd.STALWART, 'UNAUTHORIZED', "The mail server does not accept the platform's key.", details);
  if (status === 403) return new BackEndError(BackEnd.STALWART, 'UNAUTHORIZED', "The platform's key may not sign in to the mail server.", details);
  if (status === 429) return new BackEndError(BackEnd.STALWART, 'BUSY', 'The mail server asks for fewer requests.', details);
  if (status >= 500) return new BackEndError(BackEnd.STALWART, 'BROKEN', `The mail server failed with status ${status}.`, details);
  return new BackEndError(BackEnd.STALWART, 'REFUSED', `The mail server did not understand the request (status ${status}).`, details);
}

const methodFaults: Record<string, BackEndFault> = {
  // A write that lost against another one is told so with this type as well; asking again settles it.
  serverUnavailable: 'BUSY',
  serverFail: 'BROKEN',
  serverPartialFail: 'BROKEN',
  forbidden: 'UNAUTHORIZED',
};

export function fromMethodError(error: { type: string; description?: string | undefined }): BackEndError {
  const fault = methodFaults[error.type] ?? 'REFUSED';
  return new BackEndError(BackEnd.STALWART, fault, `The mail server refused the call: ${error.description ?? error.type}.`, { status: 200, code: error.type });
}

const setFaults: Record<string, BackEndFault> = {
  notFound: 'NOT_FOUND',
  primaryKeyViolation: 'CONFLICT',
  objectIsLinked: 'CONFLICT',
  forbidden: 'UNAUTHORIZED',
};

export function fromSetError(error: SetErrorWire, what: string): BackEndError {
  const fault = setFaults[error.type] ?? 'REFUSED';
  return new BackEndError(BackEnd.STALWART, fault, `The mail server refused ${what}: ${error.description ?? error.type}`, { status: 200, code: error.type });
}

/** An answer that is none of the known shapes. */
export function fromUnreadable(cause: unknown): BackEndError {
  return new BackEndError(BackEnd.STALWART, 'BROKEN', 'The mail server gave an answer that cannot be read.', { cause });
}

/** The effect was acknowledged and is not there on reading back. */
export function notApplied(what: string): BackEndError {
  return new BackEndError(BackEnd.STALWART, 'BROKEN', `The mail server took the change and does not show it: ${what}.`);
}

function retryAfterSeconds(header: string | null): { retryAfterSeconds?: number } {
  const seconds = Number(header);
  return header !== null && Number.isInteger(seconds) && seconds >= 0 ? { retryAfterSeconds: seconds } : {};
}

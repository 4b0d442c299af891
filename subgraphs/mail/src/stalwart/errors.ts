import { BackEnd, BackEndError, type BackEndFault } from '@dezky/kit/http/back-end-error';
import { jmapErrors } from '@dezky/kit/http/jmap-errors';
import type { SetErrorWire } from './stalwart.wire';

/** What the server refuses as JMAP; what it refuses of one object is below. */
export const { fromUnreadable } = jmapErrors(BackEnd.STALWART);

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

/** The effect was acknowledged and is not there on reading back. */
export function notApplied(what: string): BackEndError {
  return new BackEndError(BackEnd.STALWART, 'BROKEN', `The mail server took the change and does not show it: ${what}.`);
}

import { BackEnd, BackEndError } from '@dezky/kit/http/back-end-error';
import { jmapErrors } from '@dezky/kit/http/jmap-errors';
import type { SetErrorWire } from './calendar.wire';

export const { fromUnreadable } = jmapErrors(BackEnd.STALWART);

export function fromSetError(error: SetErrorWire, what: string): BackEndError {
  const fault = error.type === 'notFound' ? 'NOT_FOUND' : error.type === 'forbidden' ? 'UNAUTHORIZED' : 'REFUSED';
  return new BackEndError(BackEnd.STALWART, fault, `Stalwart refused ${what}: ${error.description ?? error.type}`, { status: 200, code: error.type });
}

/** What we are shown may be less than there is: an empty answer would look like a free day. */
export function notAllowedToSee(): BackEndError {
  return new BackEndError(BackEnd.STALWART, 'UNAUTHORIZED', "The platform's key may not see when the host is busy.");
}

export function uidTaken(uid: string): BackEndError {
  return new BackEndError(BackEnd.STALWART, 'CONFLICT', `The calendar has another event under ${uid}.`);
}

/** Refused for being there, and not there when looked for: somebody deletes it at this moment. */
export function vanished(uid: string): BackEndError {
  return new BackEndError(BackEnd.STALWART, 'BUSY', `The calendar is changing: the event ${uid} was there a moment ago.`);
}

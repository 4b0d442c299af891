import { type BackEnd, BackEndError, type BackEndFault } from './back-end-error';
import { title } from './back-end-fetch';

/** What JMAP itself (RFC 8620 section 3.6) and the HTTP under it refuse with, as the error of one back end. */
export interface JmapErrors {
  /** Bodies are left out of the message: a server may echo the request there, passwords included. */
  fromStatus(status: number, retryAfter: string | null): BackEndError;
  fromMethodError(error: { type: string; description?: string | undefined }): BackEndError;
  /** An answer that is none of the known shapes. */
  fromUnreadable(cause: unknown): BackEndError;
}

const methodFaults: Record<string, BackEndFault> = {
  // A write that lost against another one is told so with this type as well; asking again settles it.
  serverUnavailable: 'BUSY',
  serverFail: 'BROKEN',
  serverPartialFail: 'BROKEN',
  forbidden: 'UNAUTHORIZED',
};

export function jmapErrors(system: BackEnd): JmapErrors {
  const name = title(system);
  return {
    fromStatus(status, retryAfter) {
      const details = { status, ...retryAfterSeconds(retryAfter) };
      if (status === 401) return new BackEndError(system, 'UNAUTHORIZED', `${name} does not accept the platform's key.`, details);
      if (status === 403) return new BackEndError(system, 'UNAUTHORIZED', `The platform's key may not sign in to ${name}.`, details);
      if (status === 429) return new BackEndError(system, 'BUSY', `${name} asks for fewer requests.`, details);
      if (status >= 500) return new BackEndError(system, 'BROKEN', `${name} failed with status ${status}.`, details);
      return new BackEndError(system, 'REFUSED', `${name} did not understand the request (status ${status}).`, details);
    },
    fromMethodError(error) {
      const fault = methodFaults[error.type] ?? 'REFUSED';
      return new BackEndError(system, fault, `${name} refused the call: ${error.description ?? error.type}.`, { status: 200, code: error.type });
    },
    fromUnreadable: (cause) => new BackEndError(system, 'BROKEN', `${name} gave an answer that cannot be read.`, { cause }),
  };
}

function retryAfterSeconds(header: string | null): { retryAfterSeconds?: number } {
  const seconds = Number(header);
  return header !== null && Number.isInteger(seconds) && seconds >= 0 ? { retryAfterSeconds: seconds } : {};
}

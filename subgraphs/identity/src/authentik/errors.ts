import { BackEndError, type BackEndFault } from '@dezky/kit/http/back-end-error';
import { ResponseError } from '@goauthentik/api';

/** Authentik has no code for a duplicate, only the text of a field error (400, never 409). */
const duplicate = /must be unique|already exists/i;

const faultOf = (status: number, body: string): BackEndFault => {
  if (status === 400) return duplicate.test(body) ? 'CONFLICT' : 'REFUSED';
  // A bad token is 403, never 401; a missing permission is 403 as well, and an operator has to mend either.
  if (status === 401 || status === 403) return 'UNAUTHORIZED';
  if (status === 404) return 'NOT_FOUND';
  if (status === 429) return 'BUSY';
  return status >= 500 ? 'BROKEN' : 'REFUSED';
};

const seconds = (header: string | null): number | undefined => {
  const value = Number(header);
  return header !== null && Number.isInteger(value) && value >= 0 ? value : undefined;
};

/** Turns whatever a call to Authentik failed with into a BackEndError. */
export const toBackEndError = async (error: unknown): Promise<BackEndError> => {
  if (error instanceof BackEndError) return error;
  // The official client wraps what its fetch throws.
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof BackEndError) return cause;
  if (!(error instanceof ResponseError)) {
    return new BackEndError('AUTHENTIK', 'BROKEN', 'Authentik answered with something we do not understand.', { cause: error });
  }
  const { status, headers } = error.response;
  const body = await error.response.text();
  const retryAfterSeconds = seconds(headers.get('retry-after'));
  const said = body.length > 0 && body.length < 400 ? `: ${body}` : '.';
  return new BackEndError('AUTHENTIK', faultOf(status, body), `Authentik answered with ${status}${said}`, {
    status,
    cause: error,
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  });
};

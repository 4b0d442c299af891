import { BackEndError, type BackEndFault } from '@dezky/kit/http/back-end-error';

const faultOf = (status: number): BackEndFault => {
  if (status === 401) return 'UNAUTHORIZED';
  if (status === 404) return 'NOT_FOUND';
  if (status === 409) return 'CONFLICT';
  // Neither OCIS nor its identity provider limits rates, a proxy in front may.
  if (status === 429) return 'BUSY';
  if (status === 501) return 'REFUSED';
  return status >= 500 ? 'BROKEN' : 'REFUSED';
};

const parse = (body: string): { error?: unknown; error_description?: string } => {
  try {
    return (JSON.parse(body) ?? {}) as { error?: unknown; error_description?: string };
  } catch {
    // 401, 405, 502 are empty and an unknown path is answered with plain text.
    return {};
  }
};

const seconds = (header: string | null): number | undefined => {
  const value = Number(header);
  return header !== null && Number.isInteger(value) && value >= 0 ? value : undefined;
};

/** What a Graph answer that is no success means. */
export const graphFailure = (status: number, headers: Headers, body: string): BackEndError => {
  const { code, message } = (parse(body).error ?? {}) as { code?: string; message?: string };
  const retryAfterSeconds = seconds(headers.get('retry-after'));
  const details = { status, ...(code !== undefined && { code }), ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) };
  if (headers.get('x-ocis-mfa-required') === 'true') {
    return new BackEndError('OCIS', 'UNAUTHORIZED', 'ownCloud asks our account for a second factor.', { ...details, code: 'mfaRequired' });
  }
  // `accessDenied` speaks of the account's role, `notAllowed` of the thing that was asked.
  if (status === 403 && code === 'accessDenied') return new BackEndError('OCIS', 'UNAUTHORIZED', 'Our ownCloud account lacks the role Admin.', details);
  if (status === 500 && body === '') return new BackEndError('OCIS', 'BROKEN', 'ownCloud cannot map our sign-in to an account.', details);
  return new BackEndError('OCIS', faultOf(status), `ownCloud answered with ${status}${message === undefined ? '' : `: ${message}`}.`, details);
};

/**
 * What a failed refresh means. A dead refresh token is `invalid_request` with the built-in identity
 * provider and `invalid_grant` with others: any 400 needs an operator who signs in again.
 */
export const tokenFailure = (status: number, headers: Headers, body: string): BackEndError => {
  const { error, error_description: description } = parse(body);
  const retryAfterSeconds = seconds(headers.get('retry-after'));
  const details = { status, ...(typeof error === 'string' && { code: error }), ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) };
  if (status === 400 || status === 401 || status === 403) {
    return new BackEndError('OCIS', 'UNAUTHORIZED', `The identity provider of ownCloud refuses our credential${description === undefined ? '' : `: ${description}`}.`, details);
  }
  return new BackEndError('OCIS', faultOf(status), `The identity provider of ownCloud answered with ${status}.`, details);
};

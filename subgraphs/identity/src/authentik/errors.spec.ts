import { BackEndError } from '@dezky/kit/http/back-end-error';
import { FetchError, ResponseError } from '@goauthentik/api';
import { toBackEndError } from './errors';

const answered = (status: number, body: string, headers: Record<string, string> = {}): ResponseError => new ResponseError(new Response(body, { status, headers }));

describe('toBackEndError', () => {
  it.each([
    [400, '{"username":["This field must be unique."]}', 'CONFLICT'],
    [400, '{"name":["Group with this name already exists."]}', 'CONFLICT'],
    [400, '{"email":["Enter a valid email address."]}', 'REFUSED'],
    [403, '{"detail":"Token invalid/expired"}', 'UNAUTHORIZED'],
    [403, '{"detail":"You do not have permission to perform this action."}', 'UNAUTHORIZED'],
    [404, '{"detail":"No User matches the given query."}', 'NOT_FOUND'],
    [405, '{"detail":"Method \\"PUT\\" not allowed."}', 'REFUSED'],
    [429, '{"detail":"Request was throttled."}', 'BUSY'],
    [500, '', 'BROKEN'],
    [503, '<html>', 'BROKEN'],
  ])('maps %i %s to %s', async (status, body, fault) => {
    expect(await toBackEndError(answered(status, body))).toMatchObject({ name: 'BackEndError', system: 'AUTHENTIK', status, fault });
  });

  it('passes on how long Authentik asks us to wait', async () => {
    expect((await toBackEndError(answered(429, '', { 'retry-after': '7' }))).retryAfterSeconds).toBe(7);
    expect((await toBackEndError(answered(429, '', { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' }))).retryAfterSeconds).toBeUndefined();
  });

  it('takes the fault of our own fetch out of the client’s wrapping', async () => {
    const silent = new BackEndError('AUTHENTIK', 'TIMEOUT', 'Authentik did not answer.');
    expect(await toBackEndError(new FetchError(silent, 'failed'))).toBe(silent);
    expect(await toBackEndError(silent)).toBe(silent);
  });

  it('calls an answer of another shape broken', async () => {
    expect(await toBackEndError(new TypeError('results is undefined'))).toMatchObject({ fault: 'BROKEN' });
  });
});

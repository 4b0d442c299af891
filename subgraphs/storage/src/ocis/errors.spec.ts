import { graphFailure } from './errors';

const body = (code: string, message = 'said'): string => JSON.stringify({ error: { code, message, innererror: {} } });

describe('graphFailure', () => {
  it.each([
    [400, body('invalidRequest'), 'REFUSED', 'invalidRequest'],
    [401, '', 'UNAUTHORIZED', undefined],
    [403, body('accessDenied'), 'UNAUTHORIZED', 'accessDenied'],
    [403, body('notAllowed'), 'REFUSED', 'notAllowed'],
    [404, body('itemNotFound'), 'NOT_FOUND', 'itemNotFound'],
    [404, '404 page not found', 'NOT_FOUND', undefined],
    [405, '', 'REFUSED', undefined],
    [409, body('nameAlreadyExists'), 'CONFLICT', 'nameAlreadyExists'],
    [500, body('generalException'), 'BROKEN', 'generalException'],
    [500, '', 'BROKEN', undefined],
    [501, body('notSupported'), 'REFUSED', 'notSupported'],
    [502, '', 'BROKEN', undefined],
    [503, '<html>', 'BROKEN', undefined],
  ])('maps %i %s to %s', (status, text, fault, code) => {
    expect(graphFailure(status, new Headers(), text)).toMatchObject({ name: 'BackEndError', system: 'OCIS', status, fault, code });
  });

  it('passes on how long to wait, and that a second factor is asked for', () => {
    expect(graphFailure(429, new Headers({ 'retry-after': '9' }), '')).toMatchObject({ fault: 'BUSY', retryAfterSeconds: 9 });
    expect(graphFailure(403, new Headers({ 'x-ocis-mfa-required': 'true' }), '')).toMatchObject({ fault: 'UNAUTHORIZED', code: 'mfaRequired' });
  });
});

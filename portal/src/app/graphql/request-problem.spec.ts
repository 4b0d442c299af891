import { CombinedGraphQLErrors, ServerError } from '@apollo/client/errors';
import { problemAt, problemsOf } from './request-problem';

const failed = (path: readonly (string | number)[], code = 'BACKEND_UNAVAILABLE'): CombinedGraphQLErrors =>
  new CombinedGraphQLErrors({ errors: [{ message: 'OCIS has not answered.', path: [...path], extensions: { code, requestId: 'r-1' } }] });

describe('problemsOf', () => {
  it('takes code, words and request id from the API', () => {
    expect(problemsOf(failed(['tenant', 'storage']))).toEqual([
      { code: 'BACKEND_UNAVAILABLE', message: 'OCIS has not answered.', requestId: 'r-1', path: ['tenant', 'storage'] },
    ]);
  });

  it('takes an unknown code as a fault of the server', () => {
    expect(problemsOf(failed([], 'TEAPOT'))[0]?.code).toBe('INTERNAL');
  });

  it('knows a session that ended by the status alone', () => {
    const response = { headers: new Map([['x-request-id', 'r-2']]), status: 401 } as unknown as Response;
    const [problem] = problemsOf(new ServerError('no', { response, bodyText: '' }));
    expect(problem).toMatchObject({ code: 'UNAUTHENTICATED', requestId: 'r-2' });
  });

  it('takes anything else as a request that never arrived', () => {
    expect(problemsOf(new TypeError('Failed to fetch'))[0]?.code).toBe('OFFLINE');
    expect(problemsOf(undefined)).toEqual([]);
  });
});

describe('problemAt', () => {
  it.each([
    [['tenant', 'storage'], true],
    [['tenant', 'storage', 'drives', 0, 'usedBytes'], true],
    [['tenant'], true],
    [[], true],
    [['tenant', 'billing'], false],
    [['viewer'], false],
  ])('an error at %j concerns the storage: %s', (path, concerns) => {
    expect(problemAt(problemsOf(failed(path)), ['tenant', 'storage']) !== null).toBe(concerns);
  });

  it('passes over the places in lists', () => {
    expect(problemAt(problemsOf(failed(['viewer', 'memberships', 0, 'drive'])), ['viewer', 'memberships', 'drive'])).not.toBeNull();
  });
});

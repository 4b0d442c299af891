import { GraphQLError } from 'graphql';
import { BackEndError, type BackEndFault } from '../http/back-end-error';
import { ErrorCode, badUserInput, forbidden, mask, notFound, unauthenticated } from './errors';

const path = ['tenant', 'billing'];
/** As graphql-js hands over what a resolver threw. */
const thrown = (originalError: Error): GraphQLError => new GraphQLError(originalError.message, { originalError, path });

describe('mask', () => {
  it.each([unauthenticated(), forbidden(), notFound('member'), badUserInput('Say more.')])('passes what callers may know: $message', (error) => {
    const { answer, surprise } = mask(thrown(error), 'r1');
    expect([answer.message, answer.path, answer.extensions, surprise]).toEqual([error.message, path, { code: error.extensions['code'], requestId: 'r1' }, false]);
  });

  it.each([
    new Error('connect ECONNREFUSED 10.0.0.5:5432'),
    new TypeError("Cannot read properties of undefined (reading 'secret')"),
    Object.assign(new Error('duplicate key value violates unique constraint "users_email_key"'), { detail: 'Key (email)=(a@b.test)' }),
    new GraphQLError('select * from users', { extensions: { code: 'DB_ERROR', sql: 'select' } }),
  ])('keeps the inside of a surprise: $message', (error) => {
    const { answer, surprise } = mask(thrown(error), 'r1');
    expect([answer.message, answer.path, answer.extensions, surprise]).toEqual(['Something went wrong on our side. Quote the request id when you ask for help.', path, { code: 'INTERNAL', requestId: 'r1' }, true]);
    expect(JSON.stringify(answer)).not.toMatch(/ECONN|secret|users|select/);
    expect(answer.originalError).toBeUndefined();
  });

  it.each<[BackEndFault, boolean]>([
    ['UNREACHABLE', false],
    ['TIMEOUT', false],
    ['BUSY', false],
    ['BROKEN', false],
    ['REFUSED', true],
    ['CONFLICT', true],
    ['NOT_FOUND', true],
    ['UNAUTHORIZED', true],
  ])('tells of a back end that it is not available (%s), and logs what will not pass', (fault, surprise) => {
    const masked = mask(thrown(new BackEndError('STRIPE', fault, 'Stripe says no.', { cause: new Error('sk_test_1'), code: 'inner' })), 'r1');
    expect([masked.answer.extensions, masked.surprise]).toEqual([{ code: 'BACKEND_UNAVAILABLE', system: 'STRIPE', fault, requestId: 'r1' }, surprise]);
    expect(masked.answer.message).toBe(fault === 'UNAUTHORIZED' ? 'Stripe refuses our own credential; an operator has to renew it.' : 'Stripe says no.');
    expect(JSON.stringify(masked.answer)).not.toContain('sk_test');
  });

  it('calls what graphql-js itself refuses the caller’s fault', () => {
    const { answer, surprise } = mask(new GraphQLError('Variable "$x" got invalid value.'), 'r1');
    expect([answer.message, answer.extensions, surprise]).toEqual(['Variable "$x" got invalid value.', { code: 'BAD_USER_INPUT', requestId: 'r1' }, false]);
  });

  it.each([{ code: '22021' }, { driverError: { code: '22P05' } }])('calls a text the database cannot keep the caller’s fault: %j', (more) => {
    const { answer, surprise } = mask(thrown(Object.assign(new Error('invalid byte sequence for encoding "UTF8": 0x00'), more)), 'r1');
    expect([answer.extensions, answer.path, surprise]).toEqual([{ code: 'BAD_USER_INPUT', requestId: 'r1' }, path, false]);
    expect(answer.message).not.toContain('0x00');
  });

  it('knows codes that are their own names', () => {
    for (const [name, code] of Object.entries(ErrorCode)) expect(code).toBe(name);
  });
});

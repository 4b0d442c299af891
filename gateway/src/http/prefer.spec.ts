import type { IncomingMessage } from 'node:http';
import { waitPreference } from './prefer';

const preferring = (prefer?: string): IncomingMessage => ({ headers: prefer === undefined ? {} : { prefer } }) as unknown as IncomingMessage;

describe('waitPreference', () => {
  it.each([
    ['respond-async', { waitMs: 0, applied: 'respond-async' }],
    ['wait=2', { waitMs: 2_000, applied: 'wait=2' }],
    ['respond-async, wait=3', { waitMs: 3_000, applied: 'wait=3' }],
    ['Wait = "5"; foo', { waitMs: 5_000, applied: 'wait=5' }],
    ['handling=lenient, RESPOND-ASYNC', { waitMs: 0, applied: 'respond-async' }],
    ['wait=86400', { waitMs: 10_000, applied: 'wait=10' }],
  ])('reads %j', (header, expected) => {
    expect(waitPreference(preferring(header))).toEqual(expected);
  });

  it.each([undefined, '', 'return=minimal', 'wait', 'wait=-1', 'wait=soon', 'wait=1e3'])('finds none in %j', (header) => {
    expect(waitPreference(preferring(header))).toBeNull();
  });
});

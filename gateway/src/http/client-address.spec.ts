import type { IncomingMessage } from 'node:http';
import { clientAddress, trustedProxies } from './client-address';

const from = (remoteAddress: string | undefined, forwarded?: string): Pick<IncomingMessage, 'headers' | 'socket'> => ({ headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }, socket: { remoteAddress } as never });
const trusted = trustedProxies(['127.0.0.1', '10.0.0.0/8', 'fd00::/8']);

describe('clientAddress', () => {
  it.each([
    ['a stranger who says nothing', from('203.0.113.7'), '203.0.113.7'],
    ['a stranger who claims to be another', from('203.0.113.7', '10.0.0.1, 198.51.100.1'), '203.0.113.7'],
    ['a proxy', from('127.0.0.1', '203.0.113.7'), '203.0.113.7'],
    ['a proxy on a socket for both', from('::ffff:10.1.2.3', '203.0.113.7'), '203.0.113.7'],
    ['two proxies', from('127.0.0.1', '203.0.113.7, 10.1.2.3'), '203.0.113.7'],
    ['a proxy in IPv6', from('fd00::1', '2001:db8::5'), '2001:db8::5'],
    ['a stranger behind a proxy who claims to be another', from('127.0.0.1', '192.0.2.9, 203.0.113.7'), '203.0.113.7'],
    ['a proxy that names nobody', from('127.0.0.1'), '127.0.0.1'],
    ['a proxy that names nonsense', from('127.0.0.1', 'unknown, _hidden'), '127.0.0.1'],
  ])('of %s', (_who, request, expected) => {
    expect(clientAddress(request, trusted)).toBe(expected);
  });

  it('is unknown of a connection that is gone', () => {
    expect(clientAddress(from(undefined, '203.0.113.7'), trusted)).toBeNull();
  });

  it.each(['localhost', '10.0.0.0/33', 'fd00::/129', '10.0.0.0/', ''])('is not found by trusting %j', (entry) => {
    expect(() => trustedProxies([entry])).toThrow(/^TRUSTED_PROXIES has/);
  });
});

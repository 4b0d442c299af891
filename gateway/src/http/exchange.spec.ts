import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { createLogger } from '@dezky/kit/log/logger';
import { Exchange } from './exchange';

const log = createLogger({ name: 'spec', level: 'silent' });
const exchangeOf = (url: string): Exchange => {
  const request = new IncomingMessage(new Socket());
  request.url = url;
  return new Exchange(request, new ServerResponse(request), log);
};

describe('the address of a request', () => {
  it.each([
    ['/graphql?query=a%20b', '/graphql', '?query=a%20b'],
    ['/a/b?x=1?y=2', '/a/b', '?x=1?y=2'],
    ['//evil.test/path', '/evil.test/path', ''],
    ['/\\evil.test:99999/', '/evil.test:99999/', ''],
    ['/\\/\\evil.test', '/evil.test', ''],
    ['/a/../../b', '/b', ''],
    ['http://evil.test/auth/login', '/', ''],
    ['*', '/', ''],
    ['/%E0%A4%A', '/%E0%A4%A', ''],
    ['/a#b', '/a%23b', ''],
    ['/\t/evil.test:99999/', '/evil.test:99999/', ''],
  ])('of %j is one of ours', (target, pathname, search) => {
    const { url } = exchangeOf(target);
    expect([url.origin, url.pathname.replace(/^\/+/, '/'), url.search]).toEqual(['http://gateway.invalid', pathname, search]);
  });

  it('gives every exchange an id of its own', () => {
    expect(exchangeOf('/').requestId).not.toBe(exchangeOf('/').requestId);
  });
});

import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { createLogger } from '@dezky/kit/log/logger';
import { Exchange } from '../http/exchange';
import { isSameOrigin, localPath } from './sign-in-routes';

const portal = 'https://portal.test';

describe('localPath', () => {
  it.each(['/', '/acme', '/acme/members?search=a%20b', '/a//b', '/@evil.test', '/http://evil.test', '/a#b'])('keeps %j', (path) => {
    expect(localPath(path)).toBe(path);
    expect(new URL(path, portal).origin).toBe(portal);
  });

  it.each([null, '', 'acme', '//evil.test', '///evil.test', '/\\evil.test', '\\\\evil.test', '/a\\b', 'https://evil.test', 'javascript:alert(1)', ' /acme', '/\t/evil.test', '/\n/evil.test', '/\r\nset-cookie: a=b', '\u0000/'])('leads home instead of to %j', (path) => {
    expect(localPath(path)).toBe('/');
  });
});

describe('isSameOrigin', () => {
  const from = (headers: Record<string, string>): boolean => {
    const request = new IncomingMessage(new Socket());
    Object.assign(request.headers, headers);
    return isSameOrigin(new Exchange(request, new ServerResponse(request), createLogger({ name: 'spec', level: 'silent' })), `${portal}/some/path`);
  };

  it.each([{ origin: portal }, { 'sec-fetch-site': 'same-origin' }, { origin: portal, 'sec-fetch-site': 'same-origin' }])('holds for %j', (headers) => {
    expect(from(headers as Record<string, string>)).toBe(true);
  });

  it.each([
    {},
    { origin: 'null' },
    { origin: '' },
    { origin: 'http://portal.test' },
    { origin: 'https://portal.test:8443' },
    { origin: 'https://portal.test.evil.test' },
    { origin: 'https://evil.test' },
    { origin: `${portal}/` },
    { origin: 'https://evil.test', 'sec-fetch-site': 'same-origin' },
    { origin: portal, 'sec-fetch-site': 'same-site' },
    { origin: portal, 'sec-fetch-site': 'cross-site' },
    { origin: portal, 'sec-fetch-site': 'none' },
    { 'sec-fetch-site': 'none' },
    { referer: `${portal}/` },
  ])('does not hold for %j', (headers) => {
    expect(from(headers as Record<string, string>)).toBe(false);
  });
});

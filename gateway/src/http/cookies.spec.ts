import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { parseCookie, setCookie } from './cookies';

const message = (cookie?: string): IncomingMessage => {
  const request = new IncomingMessage(new Socket());
  if (cookie !== undefined) request.headers.cookie = cookie;
  return request;
};

describe('cookies', () => {
  it.each([
    ['dezky_session=abc', 'abc'],
    ['other=1; dezky_session=abc; more=2', 'abc'],
    ['xdezky_session=no; dezky_session=abc', 'abc'],
    ['dezky_session=a%20b', 'a b'],
    ['dezky_session=%E0%A4%A', '%E0%A4%A'],
    ['dezky_session=', ''],
    ['other=dezky_session=abc', undefined],
    ['', undefined],
    [undefined, undefined],
    ['__proto__=x', undefined],
  ])('are read from %j', (header, value) => {
    expect(parseCookie(message(header), 'dezky_session')).toBe(value);
  });

  it.each([
    [{ secure: true }, 'n=v; Path=/; HttpOnly; Secure; SameSite=Lax'],
    [{ secure: false }, 'n=v; Path=/; HttpOnly; SameSite=Lax'],
    [{ secure: true, maxAgeSeconds: 0, path: '/auth' }, 'n=v; Max-Age=0; Path=/auth; HttpOnly; Secure; SameSite=Lax'],
  ])('are set as %j says, never readable by scripts', (options, line) => {
    const response = new ServerResponse(message());
    setCookie(response, 'n', 'v', options);
    expect(response.getHeader('set-cookie')).toBe(line);
  });

  it('are set beside each other', () => {
    const response = new ServerResponse(message());
    setCookie(response, 'a', '1', { secure: true });
    setCookie(response, 'b', '2', { secure: true });
    expect(response.getHeader('set-cookie')).toEqual([expect.stringMatching(/^a=1/), expect.stringMatching(/^b=2/)]);
  });

  it('hold no line break', () => {
    const response = new ServerResponse(message());
    setCookie(response, 'n', 'a\r\nset-cookie: evil=1', { secure: true });
    expect(String(response.getHeader('set-cookie'))).not.toMatch(/[\r\n]/);
  });
});

import type { IncomingMessage, ServerResponse } from 'node:http';
import { parse, serialize } from 'cookie';

export const parseCookie = (request: IncomingMessage, name: string): string | undefined => parse(request.headers.cookie ?? '')[name];

/** HttpOnly, so that no script reads it; SameSite=Lax, so that other sites cannot use it but links to us still work (RFC 6265bis). */
export function setCookie(response: ServerResponse, name: string, value: string, options: { secure: boolean; maxAgeSeconds?: number; path?: string }): void {
  const { secure, maxAgeSeconds, path = '/' } = options;
  response.appendHeader('set-cookie', serialize(name, value, { httpOnly: true, sameSite: 'lax', secure, path, ...(maxAgeSeconds === undefined ? {} : { maxAge: maxAgeSeconds }) }));
}

import { randomBytes } from 'node:crypto';
import { type Exchange, type Reply, ReplyError } from '../../http/router';
import { type AccountRow, type OcisState, roles } from '../ocis-state';

/** A request whose sender is known. */
export interface GraphRequest {
  readonly exchange: Exchange;
  readonly caller: Readonly<AccountRow>;
  readonly isAdmin: boolean;
}
export type GraphHandler = (request: GraphRequest) => Reply;
export type AddRoute = (method: string, path: string, handler: GraphHandler) => void;

/** JSON with 64-bit integers: a BigInt is written out digit for digit. */
const stringify = (value: unknown): string => {
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return `[${value.map(stringify).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${stringify(member)}`).join(',')}}`;
};

export const answer = (status: number, value: unknown): Reply => ({ status, headers: { 'content-type': 'application/json' }, body: `${stringify(value)}\n` });

export const graphError = (status: number, code: string, message: string): ReplyError =>
  new ReplyError(
    answer(status, {
      error: { code, innererror: { date: new Date().toISOString().replace(/\.\d+/, ''), 'request-id': `host/${randomBytes(5).toString('base64url')}-000001` }, message },
    }),
  );

export const invalidRequest = (message: string): ReplyError => graphError(400, 'invalidRequest', message);
export const notFound = (message = 'not found'): ReplyError => graphError(404, 'itemNotFound', message);
export const forbidden = (message = 'Forbidden'): ReplyError => graphError(403, 'accessDenied', message);

/** Decodes a body strictly: another property than the allowed ones is refused, as is a broken or empty text. */
export const readBody = (exchange: Exchange, allowed: readonly string[], prefix = 'invalid request body: '): Record<string, unknown> => {
  if (exchange.text.trim() === '') throw invalidRequest(`${prefix}EOF`);
  let body: unknown;
  try {
    body = exchange.json();
  } catch {
    throw invalidRequest(`${prefix}unexpected EOF`);
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw invalidRequest(`${prefix}json: cannot unmarshal into Go value`);
  const unknown = Object.keys(body).find((name) => !allowed.includes(name));
  if (unknown !== undefined) throw invalidRequest(`${prefix}json: unknown field "${unknown}"`);
  return body as Record<string, unknown>;
};

export const isPrivileged = (state: OcisState, account: Readonly<AccountRow>): boolean => state.roleOf(account) === roles.admin;
export const seesAllDrives = (state: OcisState, account: Readonly<AccountRow>): boolean => [roles.admin, roles.spaceAdmin].some((role) => role === state.roleOf(account));

const options = ['$search', '$filter', '$orderby', '$expand', '$select', '$top', '$skip', '$count'];

export const checkOptions = (exchange: Exchange): void => {
  for (const name of exchange.query.keys()) {
    if (name.startsWith('$') && !options.includes(name)) throw invalidRequest(`Query parameter '${name}' is not supported. Cause: Query parameter '${name}' is not supported`);
  }
};

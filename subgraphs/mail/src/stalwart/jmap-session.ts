import type { z } from 'zod';
import { BackEnd } from '@dezky/kit/http/back-end-error';
import { backEndFetch } from '@dezky/kit/http/back-end-fetch';
import { fromMethodError, fromStatus, fromUnreadable } from './errors';
import { methodErrorWire, responseWire } from './stalwart.wire';

export type MethodCall = readonly [method: string, args: Record<string, unknown>];

/** One batch of method calls and their answers, in order. */
export interface JmapSession {
  /**
   * Sends the calls in one request and reads each answer with its schema.
   *
   * @throws BackEndError for the request, or for the first call that failed.
   */
  request<const S extends readonly z.ZodType[]>(calls: readonly MethodCall[], schemas: S): Promise<{ [K in keyof S]: z.infer<S[K]> }>;
  close(): Promise<void>;
}

/**
 * JMAP (RFC 8620) to one server. The configured base URL is kept: the session names its
 * public addresses, which need not be reachable from here. A batch is a POST and is sent
 * once: whoever asked decides whether asking again is harmless.
 */
export function openJmapSession(options: { url: string; authorization: string; timeoutMs?: number }): JmapSession {
  const { fetch, close } = backEndFetch({ system: BackEnd.STALWART, ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }) });
  const api = new URL('/jmap', options.url).href;

  const send = async (calls: readonly MethodCall[]): Promise<unknown> => {
    const body = JSON.stringify({
      using: ['urn:ietf:params:jmap:core', 'urn:stalwart:jmap'],
      methodCalls: calls.map(([method, args], index) => [method, args, `c${index}`]),
    });
    const answer = await fetch(api, { method: 'POST', headers: { authorization: options.authorization, 'content-type': 'application/json' }, body });
    if (answer.status !== 200) throw fromStatus(answer.status, answer.headers.get('retry-after'));
    return answer.json().catch((error: unknown) => {
      throw fromUnreadable(error);
    });
  };

  return {
    async request(calls, schemas) {
      const parsed = responseWire.safeParse(await send(calls));
      if (!parsed.success) throw fromUnreadable(parsed.error);
      return schemas.map((schema, index) => {
        const response = parsed.data.methodResponses.find(([, , callId]) => callId === `c${index}`);
        if (!response) throw fromUnreadable(new Error(`no answer to call c${index}`));
        if (response[0] === 'error') throw fromMethodError(methodErrorWire.catch({ type: 'serverFail' }).parse(response[1]));
        const read = schema.safeParse(response[1]);
        if (!read.success) throw fromUnreadable(read.error);
        return read.data;
      }) as never;
    },
    close,
  };
}

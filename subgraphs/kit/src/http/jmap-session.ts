import { z } from 'zod';
import type { BackEnd } from './back-end-error';
import { backEndFetch } from './back-end-fetch';
import { jmapErrors } from './jmap-errors';

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

export interface JmapSessionOptions {
  readonly system: BackEnd;
  readonly url: string;
  /** The whole header. */
  readonly authorization: string;
  /** The capabilities whose methods are called; a server takes one it does not know for a malformed request. */
  readonly using: readonly string[];
  readonly timeoutMs?: number;
}

const methodErrorWire = z.object({ type: z.string(), description: z.string().optional() });
const responseWire = z.object({ methodResponses: z.array(z.tuple([z.string(), z.unknown(), z.string()])) });

/**
 * JMAP (RFC 8620) to one server. The configured base URL is kept: the session names its
 * public addresses, which need not be reachable from here. A batch is a POST and is sent
 * once: whoever asked decides whether asking again is harmless.
 */
export function openJmapSession(options: JmapSessionOptions): JmapSession {
  const { fromMethodError, fromStatus, fromUnreadable } = jmapErrors(options.system);
  const { fetch, close } = backEndFetch({ system: options.system, ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }) });
  const api = new URL('/jmap', options.url).href;

  const send = async (calls: readonly MethodCall[]): Promise<unknown> => {
    const body = JSON.stringify({
      using: options.using,
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

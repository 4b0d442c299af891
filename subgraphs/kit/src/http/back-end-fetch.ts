import { Agent, fetch as undiciFetch } from 'undici';
import { remainingMs } from '../context/deadline';
import { backEndRequests } from '../observe/metrics';
import { traced } from '../observe/tracing';
import { type BackEnd, BackEndError } from './back-end-error';
import { CircuitBreaker } from './circuit-breaker';

export interface BackEndFetchOptions {
  readonly system: BackEnd;
  /** For the whole exchange, body included. */
  readonly timeoutMs?: number;
  /** Tries of an idempotent request (RFC 9110 section 9.2.2), the first included. Others are sent once. */
  readonly attempts?: number;
  readonly connections?: number;
  readonly breaker?: CircuitBreaker;
}

const idempotent = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']);
const worthRetrying = new Set([429, 502, 503, 504]);

/**
 * A `fetch` for one back end: keep-alive connections, a time-out (or what is left for the running request, if that is
 * less), bounded retries with jitter and a circuit breaker. Answers of any status are returned as they are.
 *
 * @throws BackEndError `UNREACHABLE` or `TIMEOUT` when no answer was received.
 */
export function backEndFetch(options: BackEndFetchOptions): { fetch: typeof fetch; close(): Promise<void> } {
  const { system, timeoutMs = 10_000, attempts = 3, connections = 16, breaker = new CircuitBreaker() } = options;
  const agent = new Agent({ connections, keepAliveTimeout: 30_000 });

  const observed = (url: string, init: RequestInit): Promise<Response> => {
    const method = (init.method ?? 'GET').toUpperCase();
    const ended = backEndRequests.startTimer({ system, method });
    return traced(`${method} ${title(system)}`, 'client', { 'http.request.method': method, 'url.path': new URL(url).pathname }, async (span) => {
      try {
        const answer = await once(url, init);
        span.setAttribute('http.response.status_code', answer.status);
        ended({ outcome: `${Math.floor(answer.status / 100)}xx` });
        return answer;
      } catch (error) {
        ended({ outcome: error instanceof BackEndError ? error.fault.toLowerCase() : 'broken' });
        throw error;
      }
    });
  };

  const once = async (url: string, init: RequestInit): Promise<Response> => {
    if (!breaker.admits()) throw new BackEndError(system, 'UNREACHABLE', `${title(system)} has failed repeatedly and is left alone for a moment.`);
    const waitMs = Math.min(timeoutMs, remainingMs() ?? timeoutMs);
    const timer = AbortSignal.timeout(waitMs);
    try {
      const signal = init.signal ? AbortSignal.any([init.signal, timer]) : timer;
      const answer = (await undiciFetch(url, { ...init, signal, dispatcher: agent } as never)) as unknown as Response;
      const body = await answer.arrayBuffer();
      if (answer.status >= 500) breaker.failed();
      else breaker.succeeded();
      const bodyless = answer.status === 204 || answer.status === 304;
      return new Response(bodyless ? null : body, { status: answer.status, statusText: answer.statusText, headers: answer.headers });
    } catch (error) {
      breaker.failed();
      if (timer.aborted) throw new BackEndError(system, 'TIMEOUT', `${title(system)} did not answer within ${waitMs / 1000} s.`, { cause: error });
      throw new BackEndError(system, 'UNREACHABLE', `${title(system)} cannot be reached.`, { cause: error });
    }
  };

  const withRetries = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const url = input instanceof Request ? input.url : String(input);
    const tries = idempotent.has((init.method ?? 'GET').toUpperCase()) ? attempts : 1;
    for (let attempt = 1; ; attempt += 1) {
      const last = attempt >= tries;
      try {
        const answer = await observed(url, init);
        if (last || !worthRetrying.has(answer.status)) return answer;
      } catch (error) {
        // Somebody waits: who was silent for the whole time-out is not asked to be silent again.
        if (last || init.signal?.aborted || (error instanceof BackEndError && error.fault === 'TIMEOUT')) throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, 100 * 2 ** (attempt - 1) * (0.5 + Math.random())));
    }
  };

  return { fetch: withRetries as typeof fetch, close: () => agent.destroy() };
}

const titles: Record<BackEnd, string> = { AUTHENTIK: 'Authentik', STALWART: 'Stalwart', OCIS: 'ownCloud Infinite Scale', STRIPE: 'Stripe', DNS: 'DNS', DEZKY: 'Dezky' };

/** The name people know a back end by. */
export const title = (system: BackEnd): string => titles[system];

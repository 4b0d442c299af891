import type { ExecutionResult } from 'graphql';
import type { Logger } from '../log/logger';
import { traceParent, traced } from '../observe/tracing';
import type { PeerTransport, SubgraphRequest } from './peers';
import { NoAnswer, Replicas } from './replicas';
import { unanswered } from './unanswered';

export interface HttpTransport {
  readonly send: PeerTransport;
  close(): Promise<void>;
}

const headers = (parent: string | null, others: Record<string, string>): Record<string, string> => (parent === null ? others : { ...others, traceparent: parent });

/** For a request that says nothing itself, as those of a workflow's steps. */
const patienceMs = 20_000;

/**
 * Reaches subgraphs that run in processes of their own, over HTTP connections that are kept.
 *
 * @param places base URLs of each subgraph's replicas, by its name.
 */
export function httpTransport(places: Readonly<Record<string, readonly string[]>>, log: Logger): HttpTransport {
  const subgraphs = new Map(Object.entries(places).map(([name, urls]) => [name, new Replicas(urls)]));

  const send: PeerTransport = async (name, request) => {
    const replicas = subgraphs.get(name);
    if (!replicas) throw new Error(`Nothing says where the subgraph ${name} is.`);
    const timeoutMs = request.deadline === undefined ? patienceMs : request.deadline - Date.now();
    if (timeoutMs <= 0) return unanswered(name, 'TIMEOUT', request);
    try {
      const { body } = await traced(`ask ${name}`, 'client', { 'dezky.request_id': request.requestId }, () =>
        replicas.ask({
          method: 'POST',
          path: '/graphql',
          headers: headersOf(request, timeoutMs),
          body: JSON.stringify({ query: request.query, operationName: request.operationName, variables: request.variables }),
          repeatable: request.idempotencyKey !== undefined || !/^\s*mutation\b/.test(request.query),
          // The subgraph itself says at the deadline what is late; this is for one that says nothing at all.
          timeoutMs: timeoutMs + 1_000,
        }),
      );
      return JSON.parse(body.toString('utf8')) as ExecutionResult;
    } catch (error) {
      log.warn({ err: error, subgraph: name, requestId: request.requestId }, 'a subgraph gave no answer');
      return unanswered(name, error instanceof NoAnswer ? error.fault : 'BROKEN', request);
    }
  };

  return {
    send,
    close: async () => {
      await Promise.all([...subgraphs.values()].map((replicas) => replicas.close()));
    },
  };
}

const headersOf = ({ actorToken, requestId, ipAddress, waitMs, idempotencyKey }: SubgraphRequest, timeoutMs: number): Record<string, string> => headers(traceParent(), {
  'content-type': 'application/json',
  authorization: `Bearer ${actorToken}`,
  'x-request-id': requestId,
  'x-dezky-timeout-ms': String(timeoutMs),
  ...(ipAddress === null ? {} : { 'x-dezky-ip': ipAddress }),
  ...(waitMs === undefined ? {} : { 'x-dezky-wait-ms': String(waitMs) }),
  ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
});

import type { IncomingMessage, ServerResponse } from 'node:http';
import { GraphQLError } from 'graphql';
import type { Logger } from '../log/logger';
import { below, traced } from '../observe/tracing';
import type { SubgraphRequest } from '../peer/peers';
import type { Subgraph } from './subgraph';

/** Lists of references to entities are long; the public's own bound is the gateway's. */
const bodyLimitBytes = 4 * 1024 * 1024;

class BadRequest extends Error {}

/** `POST /graphql` of a part in a process of its own: for the gateway and for peers, who prove it by a signed actor. */
export function subgraphRoute(subgraph: Pick<Subgraph, 'answer'> & { readonly name: string }, log: Logger): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const send = (response: ServerResponse, status: number, value: unknown): void => {
    const body = JSON.stringify(value);
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'content-length': String(Buffer.byteLength(body)), 'cache-control': 'no-store' });
    response.end(body);
  };

  return async (request, response) => {
    try {
      const asked = await read(request);
      const { traceparent } = request.headers;
      const answer = await traced(`answer ${subgraph.name}`, 'server', { 'dezky.request_id': asked.requestId }, () => subgraph.answer(asked), below(typeof traceparent === 'string' ? traceparent : null));
      send(response, 200, answer);
    } catch (error) {
      if (error instanceof BadRequest || error instanceof GraphQLError) return send(response, 400, { errors: [{ message: error.message, extensions: { code: 'BAD_USER_INPUT' } }] });
      log.error({ err: error, requestId: request.headers['x-request-id'] }, 'a request failed');
      send(response, 500, { errors: [{ message: 'Something went wrong on our side. Quote the request id when you ask for help.', extensions: { code: 'INTERNAL', requestId: request.headers['x-request-id'] } }] });
    }
  };
}

/** @throws BadRequest */
async function read(request: IncomingMessage): Promise<SubgraphRequest> {
  const { headers } = request;
  const body = await readJson(request);
  if (typeof body['query'] !== 'string') throw new BadRequest('The body has no "query".');
  const header = (name: string): string | undefined => (typeof headers[name] === 'string' ? headers[name] : undefined);
  const whole = (name: string): number | undefined => {
    const text = header(name);
    return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
  };
  const [waitMs, timeoutMs, idempotencyKey] = [whole('x-dezky-wait-ms'), whole('x-dezky-timeout-ms'), header('idempotency-key')];
  return {
    query: body['query'],
    ...(typeof body['operationName'] === 'string' ? { operationName: body['operationName'] } : {}),
    ...(body['variables'] !== null && typeof body['variables'] === 'object' ? { variables: body['variables'] as Record<string, unknown> } : {}),
    actorToken: /^Bearer (.+)$/.exec(header('authorization') ?? '')?.[1] ?? '',
    requestId: header('x-request-id') ?? '',
    ipAddress: header('x-dezky-ip') ?? null,
    ...(waitMs === undefined ? {} : { waitMs }),
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    // What is left travels, not the time of day: clocks of two machines differ.
    ...(timeoutMs === undefined ? {} : { deadline: Date.now() + timeoutMs }),
  };
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bodyLimitBytes) throw new BadRequest(`The body is larger than ${bodyLimitBytes / 1024 / 1024} MiB.`);
    chunks.push(chunk);
  }
  try {
    const value = JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
    if (value !== null && typeof value === 'object') return value as Record<string, unknown>;
  } catch {
    // Falls through to the one answer for every body that is not ours.
  }
  throw new BadRequest('The body is not a JSON object.');
}

import { unauthenticated } from '@dezky/kit/failure/errors';
import { type Actor, nameOf } from '@dezky/kit/context/actor';
import type { ActorSigner } from '@dezky/kit/context/actor-token';
import type { Authenticator } from './authenticate/authenticator';
import { ownUrl } from './authenticate/own-url';
import { isSameOrigin } from './authenticate/sign-in-routes';
import type { GatewayConfig } from './config';
import type { GraphqlServer } from './federation/graphql-server';
import type { Exchange } from './http/exchange';
import { callerOf, idempotencyKey } from './idempotency/idempotency-key';
import { waitPreference } from './http/prefer';

const bodyLimitBytes = 256 * 1024;

/** Below the time-outs of browsers and proxies, so that who waits is told what is missing instead of nothing. */
const patienceMs = 25_000;

const actorKind = (actor: Actor): string => (actor.kind === 'PUBLIC' ? 'public' : nameOf(actor).kind.toLowerCase());

/** `/graphql`: GraphQL over HTTP for the portal's sessions and for programs with a bearer token. */
export class GraphqlRoute {
  constructor(
    private readonly config: GatewayConfig,
    private readonly authenticator: Authenticator,
    private readonly signer: ActorSigner,
    private readonly graphql: GraphqlServer,
  ) {}

  async handle(exchange: Exchange): Promise<void> {
    const { request, requestId } = exchange;
    const refuse = (status: number, code: string, message: string): void => exchange.sendJson(status, { errors: [{ message, extensions: { code, requestId } }] }, status === 413 ? { connection: 'close' } : {});
    const { actor, byCookie } = await this.authenticator.actorOf(request, requestId);
    // A cookie is sent by the browser whoever wrote the page; our own pages say so by a header that no form can set.
    if (byCookie && (request.method !== 'POST' || request.headers['x-dezky-csrf'] === undefined || !isSameOrigin(exchange, ownUrl(request, this.config))))
      return refuse(403, 'FORBIDDEN', 'A session works from the portal and the Explorer only, with POST and the header x-dezky-csrf. Programs use a bearer token.');
    const offered = request.headers.authorization !== undefined || request.headers['x-dezky-csrf'] !== undefined;
    if (actor.kind === 'PUBLIC' && offered) return refuse(401, 'UNAUTHENTICATED', unauthenticated().message);

    const bytes = request.method === 'POST' ? await exchange.readBody(bodyLimitBytes) : Buffer.alloc(0);
    if (!bytes) return refuse(413, 'BAD_USER_INPUT', `The request is larger than ${bodyLimitBytes / 1024} KiB.`);
    let body: unknown;
    try {
      body = bytes.length > 0 ? JSON.parse(bytes.toString('utf8')) : undefined;
    } catch {
      return refuse(400, 'BAD_USER_INPUT', 'The body is not valid JSON.');
    }
    const key = idempotencyKey(request);
    if (key === undefined) return refuse(400, 'BAD_USER_INPUT', 'The Idempotency-Key has to be 1 to 255 characters without spaces, such as a UUID.');
    const preference = waitPreference(request);
    const context = { actorKind: actorKind(actor), actorToken: await this.signer.sign(actor), requestId, ipAddress: exchange.ipAddress, deadline: Date.now() + patienceMs, ...(key === null ? {} : { idempotency: { caller: callerOf(actor, exchange.ipAddress), key } }), ...(preference ? { waitMs: preference.waitMs } : {}) };
    const answer = await this.graphql.execute({ method: request.method ?? 'GET', headers: request.headers, search: exchange.url.search, body }, context);
    exchange.log.debug({ actor: actor.kind, status: answer.status }, 'graphql');
    exchange.send(answer.status, answer.body, { ...answer.headers, ...(preference ? { 'preference-applied': preference.applied } : {}), 'cache-control': 'no-store' });
  }
}

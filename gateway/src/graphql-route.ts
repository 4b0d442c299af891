import { badUserInput, forbidden, unauthenticated } from '@dezky/kit/failure/errors';
import { type Actor, nameOf } from '@dezky/kit/context/actor';
import type { ActorSigner } from '@dezky/kit/context/actor-token';
import { boundedName, graphqlRequests } from '@dezky/kit/observe/metrics';
import type { GraphQLError } from 'graphql';
import { type Authenticator, sessionCookie } from './authenticate/authenticator';
import { ownUrl } from './authenticate/own-url';
import { isSameOrigin } from './authenticate/sign-in-routes';
import { type Bucket, type Payer, type PayerKind, budgetHeaders, payerOf } from './budget/budget';
import type { Budgets } from './budget/budgets';
import type { GatewayConfig } from './config';
import type { GraphqlServer } from './federation/graphql-server';
import { parseCookie } from './http/cookies';
import type { Exchange } from './http/exchange';
import { isJson, mediaTypeFor } from './http/media-type';
import { waitPreference } from './http/prefer';
import { callerOf, idempotencyKey, rightsOf } from './idempotency/idempotency-key';
import { overBudget, refusalCost } from './limits/charge-operations';
import { refuseDocument, refuseInputs } from './limits/operation-limits';
import type { TrustedDocuments } from './trusted-documents/trusted-documents';

const bodyLimitBytes = 256 * 1024;

/** Below the time-outs of browsers and proxies, so that who waits is told what is missing instead of nothing. */
const patienceMs = 25_000;

const actorKind = (actor: Actor): string => (actor.kind === 'PUBLIC' ? 'public' : nameOf(actor).kind.toLowerCase());

export interface GraphqlRouteParts {
  readonly config: GatewayConfig;
  readonly authenticator: Authenticator;
  readonly signer: ActorSigner;
  readonly graphql: GraphqlServer;
  readonly documents: TrustedDocuments;
  readonly budgets: Budgets;
}

/** `/graphql`: GraphQL over HTTP for the portal's sessions and for programs with a bearer token. */
export class GraphqlRoute {
  private readonly buckets: Readonly<Record<PayerKind, Bucket>>;

  constructor(private readonly parts: GraphqlRouteParts) {
    const { BUDGET_USER: user, BUDGET_CLIENT: client, BUDGET_PUBLIC: visitors } = parts.config;
    this.buckets = { user, client, public: visitors };
  }

  async handle(exchange: Exchange): Promise<void> {
    const { config, authenticator, budgets } = this.parts;
    const { request } = exchange;
    const { actor, byCookie } = await authenticator.actorOf(request, exchange.requestId);
    const payer = payerOf(actor, exchange.ipAddress, this.buckets);
    const ended = graphqlRequests.startTimer({ actor: actorKind(actor) });
    const refuse = (status: number, problem: GraphQLError, headers: Readonly<Record<string, string>> = {}): void => {
      budgets.settle(payer, refusalCost);
      // What goes on to the server is counted there.
      ended({ operation: boundedName(null), outcome: 'refused' });
      this.tell(exchange, status, problem, headers);
    };
    const empty = budgets.knownEmpty(payer);
    if (empty) return this.tell(exchange, 429, overBudget(payer, empty), budgetHeaders(payer, empty));
    // A cookie is sent by the browser whoever wrote the page; our own pages say so by a header that no form can set.
    if (byCookie && (request.method !== 'POST' || request.headers['x-dezky-csrf'] === undefined || !isSameOrigin(exchange, ownUrl(request, config))))
      return refuse(403, forbidden('A session works from the portal and the Explorer only, with POST and the header x-dezky-csrf. Programs use a bearer token.'));
    // A credential that is not good is another thing than none: visitors run what the portal shows to everybody.
    const offered = request.headers.authorization !== undefined || Boolean(parseCookie(request, sessionCookie));
    if (actor.kind === 'PUBLIC' && offered) return refuse(401, unauthenticated());

    const asked = request.method === 'POST' ? await readPost(exchange) : readSearch(exchange);
    if ('refused' in asked) return refuse(asked.status, asked.refused, asked.status === 413 ? { connection: 'close' } : {});
    const beside = refuseInputs(asked.operationName, asked.variables);
    if (beside) return refuse(400, beside);
    const admitted = this.parts.documents.admit(actor, byCookie, asked);
    if (admitted && 'refused' in admitted) return refuse(admitted.status, admitted.refused);
    const tooLarge = admitted && !admitted.trusted ? refuseDocument(admitted.text) : null;
    if (tooLarge) return refuse(400, tooLarge);
    const key = idempotencyKey(request);
    if (key === undefined) return refuse(400, badUserInput('The Idempotency-Key has to be 1 to 255 characters without spaces, such as a UUID.'));
    await this.execute(exchange, payer, { actor, asked, key, trusted: admitted?.trusted ? admitted.text : null });
  }

  private async execute(exchange: Exchange, payer: Payer, { actor, asked, key, trusted }: { actor: Actor; asked: AskedOperation; key: string | null; trusted: string | null }): Promise<void> {
    const { request, requestId, ipAddress } = exchange;
    const search = new URLSearchParams(exchange.url.search);
    if (trusted !== null) {
      search.delete('documentId');
      search.set('query', trusted);
    }
    const body = asked.body !== null && trusted !== null ? { ...asked.body, query: trusted } : asked.raw;
    const preference = waitPreference(request);
    const context = { actorKind: actorKind(actor), actorToken: await this.parts.signer.sign(actor), requestId, ipAddress, payer, deadline: Date.now() + patienceMs, ...(key === null ? {} : { idempotency: { caller: callerOf(actor, ipAddress), key, rights: rightsOf(actor) } }), ...(preference ? { waitMs: preference.waitMs } : {}) };
    const answer = await this.parts.graphql.execute({ method: request.method ?? 'GET', headers: request.headers, search: `?${search.toString()}`, body }, context);
    exchange.log.debug({ actor: actor.kind, status: answer.status }, 'graphql');
    exchange.send(answer.status, answer.body, { ...answer.headers, ...(preference ? { 'preference-applied': preference.applied } : {}), 'cache-control': 'no-store' });
  }

  private tell(exchange: Exchange, status: number, { message, extensions }: GraphQLError, headers: Readonly<Record<string, string>>): void {
    const { code, retryInSeconds } = extensions;
    exchange.sendJson(status, { errors: [{ message, extensions: { code, ...(retryInSeconds ? { retryInSeconds } : {}), requestId: exchange.requestId } }] }, { 'content-type': mediaTypeFor(exchange.request), ...headers });
  }
}

/** What came in, as far as it is looked at before the server reads it. */
interface AskedOperation {
  readonly query?: unknown;
  readonly documentId?: unknown;
  readonly operationName?: unknown;
  readonly variables?: unknown;
  /** Null where it is no object. */
  readonly body: Readonly<Record<string, unknown>> | null;
  readonly raw: unknown;
}

interface Unreadable {
  readonly refused: GraphQLError;
  readonly status: number;
}

async function readPost(exchange: Exchange): Promise<AskedOperation | Unreadable> {
  if (!isJson(exchange.request)) return { status: 415, refused: badUserInput('Send the request as application/json, in UTF-8.') };
  const bytes = await exchange.readBody(bodyLimitBytes);
  if (!bytes) return { status: 413, refused: badUserInput(`The request is larger than ${bodyLimitBytes / 1024} KiB.`) };
  let raw: unknown;
  try {
    raw = bytes.length > 0 ? JSON.parse(bytes.toString('utf8')) : undefined;
  } catch {
    return { status: 400, refused: badUserInput('The body is not valid JSON.') };
  }
  if (Array.isArray(raw)) return { status: 400, refused: badUserInput('One request holds one operation; a list of them is not taken.') };
  const body = typeof raw === 'object' && raw !== null ? (raw as Record<string, unknown>) : null;
  return { ...body, body, raw };
}

function readSearch({ url }: Exchange): AskedOperation {
  const value = (name: string): string | undefined => url.searchParams.get(name) ?? undefined;
  let variables: unknown;
  try {
    variables = JSON.parse(value('variables') ?? '{}');
  } catch {
    // The server words it.
  }
  return { query: value('query'), documentId: value('documentId'), operationName: value('operationName'), variables, body: null, raw: undefined };
}

import type { Actor } from '@dezky/kit/context/actor';
import type { ActorSigner } from '@dezky/kit/context/actor-token';
import type { PeerTransport } from '@dezky/kit/peer/peers';
import type { GraphQLError } from 'graphql';
import type { Authenticator } from '../authenticate/authenticator';
import { isSameOrigin } from '../authenticate/sign-in-routes';
import { ownUrl } from '../authenticate/own-url';
import { budgetHeaders, payerOf } from '../budget/budget';
import type { Budgets } from '../budget/budgets';
import type { GatewayConfig } from '../config';
import type { Exchange } from '../http/exchange';
import { overBudget } from '../limits/charge-operations';

const upload = `mutation Upload($tenantId: ID!, $fileName: String!, $content: String!) { importId: uploadMemberImport(tenantId: $tenantId, fileName: $fileName, content: $content) }`;
const files: Readonly<Record<string, string>> = {
  results: `query Results($importId: ID!) { file: importResults(importId: $importId) }`,
  passwords: `query Passwords($importId: ID!) { file: importPasswords(importId: $importId) }`,
};
const bodyLimitBytes = 2 * 1024 * 1024;
/** What looking at a file costs, as an operation of the graph would: ten mutations. */
const uploadCost = 1_000;
/** What a file of all rows costs: a page of the longest list. */
const downloadCost = 100;
const statusOf: Readonly<Record<string, number>> = { UNAUTHENTICATED: 401, FORBIDDEN: 403, NOT_FOUND: 404, BAD_USER_INPUT: 400, BACKEND_UNAVAILABLE: 503 };

interface Parts {
  readonly config: GatewayConfig;
  readonly authenticator: Authenticator;
  readonly signer: ActorSigner;
  readonly transport: PeerTransport;
  readonly budgets: Budgets;
}

/**
 * Files of people, which are too large for an operation: `POST /imports/members?tenant=<id>&name=<file name>` takes a CSV and answers
 * with the id of its import; `GET /imports/members/<id>/results.csv` and `…/passwords.csv` give what became of it.
 */
export class MemberImportRoute {
  constructor(private readonly parts: Parts) {}

  /** @returns whether the path was ours. */
  async handle(exchange: Exchange): Promise<boolean> {
    const { pathname } = exchange.url;
    const [, id, kind] = /^\/imports\/members\/([A-Za-z0-9_-]{1,64})\/(results|passwords)\.csv$/.exec(pathname) ?? [];
    if (!id && pathname !== '/imports/members') return false;
    const method = id ? 'GET' : 'POST';
    const { authenticator, budgets, config } = this.parts;
    const { BUDGET_USER: user, BUDGET_CLIENT: client, BUDGET_PUBLIC: visitors } = config;
    if (exchange.request.method !== method) return this.refuse(exchange, 405, 'BAD_USER_INPUT', `Use ${method} here.`, { allow: method });
    const { actor, byCookie } = await authenticator.actorOf(exchange.request, exchange.requestId);
    if (actor.kind === 'PUBLIC') return this.refuse(exchange, 401, 'UNAUTHENTICATED', 'Sign in first.');
    const payer = payerOf(actor, exchange.ipAddress, { user, client, public: visitors });
    const empty = budgets.knownEmpty(payer);
    if (empty) return this.refuse(exchange, 429, 'RATE_LIMITED', overBudget(payer, empty).message, budgetHeaders(payer, empty));
    if (id) {
      budgets.settle(payer, downloadCost);
      return this.download(exchange, actor, id, kind as string);
    }
    if (byCookie && (exchange.request.headers['x-dezky-csrf'] === undefined || !isSameOrigin(exchange, ownUrl(exchange.request, config)))) return this.refuse(exchange, 403, 'FORBIDDEN', 'A session uploads from the portal only, with the header x-dezky-csrf. Programs use a bearer token.');
    budgets.settle(payer, uploadCost);
    return this.take(exchange, actor);
  }

  private async take(exchange: Exchange, actor: Actor): Promise<boolean> {
    const { searchParams } = exchange.url;
    const type = (exchange.request.headers['content-type'] ?? '').split(';')[0]?.trim();
    if (type !== 'text/csv') return this.refuse(exchange, 415, 'BAD_USER_INPUT', 'Send the file as text/csv.');
    const bytes = await exchange.readBody(bodyLimitBytes);
    if (!bytes) return this.refuse(exchange, 413, 'BAD_USER_INPUT', `The file is larger than ${bodyLimitBytes / 1024 / 1024} MiB. Split it.`, { connection: 'close' });
    const variables = { tenantId: searchParams.get('tenant') ?? '', fileName: searchParams.get('name') ?? 'people.csv', content: bytes.toString('base64') };
    const answer = await this.ask(exchange, actor, upload, variables);
    if (typeof answer !== 'string') return this.fail(exchange, answer);
    exchange.sendJson(201, { importId: answer });
    return true;
  }

  private async download(exchange: Exchange, actor: Actor, importId: string, kind: string): Promise<boolean> {
    const answer = await this.ask(exchange, actor, files[kind] ?? '', { importId });
    if (typeof answer !== 'string') return this.fail(exchange, answer);
    exchange.send(200, answer, { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="import-${kind}.csv"`, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    return true;
  }

  private async ask(exchange: Exchange, actor: Actor, query: string, variables: Record<string, unknown>): Promise<string | readonly GraphQLError[]> {
    const { data, errors = [] } = await this.parts.transport('identity', { query, variables, actorToken: await this.parts.signer.sign(actor), requestId: exchange.requestId, ipAddress: exchange.ipAddress });
    const value = data?.['importId'] ?? data?.['file'];
    return typeof value === 'string' ? value : errors;
  }

  private fail(exchange: Exchange, errors: readonly GraphQLError[]): boolean {
    const code = String(errors[0]?.extensions?.['code'] ?? 'INTERNAL');
    return this.refuse(exchange, statusOf[code] ?? 500, code, errors[0]?.message ?? 'Something went wrong on our side. Quote the request id when you ask for help.');
  }

  private refuse(exchange: Exchange, status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}): true {
    exchange.sendJson(status, { errors: [{ message, extensions: { code, requestId: exchange.requestId } }] }, headers);
    return true;
  }
}

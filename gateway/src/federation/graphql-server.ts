import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer, type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { ErrorCode, badUserInput } from '@dezky/kit/failure/errors';
import type { IdempotencyKeys } from '@dezky/kit/idempotency/idempotency-keys';
import type { Logger } from '@dezky/kit/log/logger';
import type { PeerTransport } from '@dezky/kit/peer/peers';
import type { GraphQLFormattedError } from 'graphql';
import type { Budgets } from '../budget/budgets';
import { readCosts } from '../cost/graph-costs';
import { oncePerKey } from '../idempotency/once-per-key';
import { chargeOperations, hideSuggestions } from '../limits/charge-operations';
import { operationLimits } from '../limits/operation-limits';
import { countOperations } from './count-operations';
import { inTurn } from './in-turn';
import { type GatewayContext, SubgraphDataSource } from './subgraph-data-source';

export interface GraphqlAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The federated graph: plans an operation over the supergraph and asks the subgraphs. */
export class GraphqlServer {
  private constructor(private readonly server: ApolloServer<GatewayContext>) {}

  static async start(options: { supergraphSdl: string; transport: PeerTransport; keys: IdempotencyKeys; budgets: Pick<Budgets, 'take' | 'settle'>; ceiling?: number; log: Logger }): Promise<GraphqlServer> {
    const log = options.log.child({ part: 'federation' });
    const logger = { debug: (text: string) => log.debug(text), info: (text: string) => log.debug(text), warn: (text: string) => log.warn(text), error: (text: string) => log.error(text) };
    const gateway = new ApolloGateway({ supergraphSdl: options.supergraphSdl, logger, buildService: ({ name }) => new SubgraphDataSource(name, options.transport) });
    const server = new ApolloServer<GatewayContext>({
      gateway,
      logger,
      introspection: true,
      parseOptions: { maxTokens: operationLimits.tokens },
      includeStacktraceInErrorResponses: false,
      // The route itself lets a cookie act with POST and our own header alone; a GET with a token needs no second proof.
      csrfPrevention: false,
      allowBatchedHttpRequests: false,
      persistedQueries: false,
      stopOnTerminationSignals: false,
      formatError: tell,
      plugins: [
        ApolloServerPluginLandingPageDisabled(),
        operationIsNamed,
        honestStatus,
        countOperations,
        // What is refused for its cost must not hold a key.
        inTurn(chargeOperations(readCosts(options.supergraphSdl), options.budgets, options.ceiling ?? operationLimits.cost), oncePerKey(options.keys)),
        hideSuggestions,
      ],
    });
    await server.start();
    return new GraphqlServer(server);
  }

  async execute(request: { method: string; headers: Readonly<Record<string, string | string[] | undefined>>; search: string; body: unknown }, context: GatewayContext): Promise<GraphqlAnswer> {
    const headers = new HeaderMap();
    for (const [name, value] of Object.entries(request.headers)) if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
    const answer = await this.server.executeHTTPGraphQLRequest({ httpGraphQLRequest: { method: request.method, headers, search: request.search, body: request.body }, context: async () => context });
    if (answer.body.kind !== 'complete') throw new Error('Incremental delivery is not part of this graph.');
    return { status: answer.status ?? 200, headers: Object.fromEntries(answer.headers), body: answer.body.string };
  }

  stop(): Promise<void> {
    return this.server.stop();
  }
}

/** The federated executor calls an operation that is not in the document a fault of the server's. */
const operationIsNamed: ApolloServerPlugin<GatewayContext> = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ operation, request }) => {
      if (operation) return;
      const problem = badUserInput(request.operationName ? `There is no operation "${request.operationName.slice(0, 80)}" in the document.` : 'The document has several operations; say in "operationName" which one is meant.');
      problem.extensions['http'] = { status: 400, headers: new HeaderMap() };
      throw problem;
    },
  }),
};

const unsupported = 'PERSISTED_QUERY_NOT_SUPPORTED';

/**
 * Statuses where the server's own are not those of GraphQL over HTTP. Who accepts application/json and not application/graphql-response+json is of before that type and reads no body but that of a 200, when
 * the request itself could be read (GraphQL over HTTP, section on application/json). A cost that is refused is told to them as well.
 */
const honestStatus: ApolloServerPlugin<GatewayContext> = {
  requestDidStart: async ({ request }) => ({
    willSendResponse: async ({ source, response, errors = [] }) => {
      if (errors.some(({ extensions }) => extensions['code'] === unsupported)) response.http.status = 400;
      const accept = request.http?.headers.get('accept')?.toLowerCase() ?? '';
      const legacy = accept.includes('application/json') && !accept.includes('application/graphql-response+json');
      const costly = errors.some(({ extensions }) => extensions['code'] === ErrorCode.QUERY_TOO_COSTLY);
      if (legacy && source !== undefined && response.http.status === 400 && !costly) response.http.status = 200;
    },
  }),
};

const known: ReadonlySet<unknown> = new Set(Object.values(ErrorCode));

/** Of an error, callers are told its message, place and code; what the parts of the platform say among themselves stays here. */
function tell(error: GraphQLFormattedError): GraphQLFormattedError {
  const { code, system, requestId, cost, retryInSeconds } = error.extensions ?? {};
  const ours = known.has(code);
  // What the server itself refuses (syntax, unknown fields, missing variables) has codes of its own.
  const badRequest = code === 'GRAPHQL_PARSE_FAILED' || code === 'GRAPHQL_VALIDATION_FAILED' || code === 'BAD_REQUEST' || code === unsupported || code === 'OPERATION_RESOLUTION_FAILURE';
  const told = ours ? code : badRequest ? ErrorCode.BAD_USER_INPUT : ErrorCode.INTERNAL;
  return {
    message: ours || badRequest ? error.message : 'Something went wrong on our side. Quote the request id when you ask for help.',
    ...(error.locations ? { locations: error.locations } : {}),
    ...(error.path ? { path: error.path } : {}),
    extensions: { code: told, ...(system ? { system } : {}), ...(requestId ? { requestId } : {}), ...(cost ? { cost } : {}), ...(retryInSeconds ? { retryInSeconds } : {}) },
  };
}

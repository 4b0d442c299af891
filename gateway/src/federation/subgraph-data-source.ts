import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import type { PeerTransport } from '@dezky/kit/peer/peers';
import { subgraphRequests } from '@dezky/kit/observe/metrics';
import { parse } from 'graphql';
import type { Payer } from '../budget/budget';
import { lostFields } from './lost-fields';

/** What the gateway passes on with each request to a subgraph. */
export interface GatewayContext {
  /** As what the caller asks, for metrics: user, operator, partner, api_client or public. */
  readonly actorKind: string;
  readonly actorToken: string;
  readonly requestId: string;
  readonly ipAddress: string | null;
  /** What the caller prefers (RFC 7240): how long to wait for a workflow, in milliseconds. */
  readonly waitMs?: number;
  /** When the caller's answer is of no use any more, in milliseconds since 1970. */
  readonly deadline: number;
  /** Sent with an Idempotency-Key: who sent it with which rights, and the key. */
  readonly idempotency?: { readonly caller: string; readonly key: string; readonly rights: string };
  /** Whose budget the operation is charged to. */
  readonly payer: Payer;
}

type Answer = Awaited<ReturnType<GraphQLDataSource<GatewayContext>['process']>>;

/** Asks a subgraph over the transport of this deployment; in one process that is a call, not a request. */
export class SubgraphDataSource implements GraphQLDataSource<GatewayContext> {
  constructor(
    private readonly subgraph: string,
    private readonly transport: PeerTransport,
  ) {}

  async process(options: GraphQLDataSourceProcessOptions<GatewayContext>): Promise<Answer> {
    const { request, context } = options;
    const ended = subgraphRequests.startTimer({ subgraph: this.subgraph });
    const { data, errors } = await this.transport(this.subgraph, {
      query: request.query ?? '',
      ...(request.operationName ? { operationName: request.operationName } : {}),
      ...(request.variables ? { variables: request.variables } : {}),
      actorToken: context.actorToken,
      requestId: context.requestId,
      ipAddress: context.ipAddress,
      deadline: context.deadline,
      ...(context.idempotency ? { idempotencyKey: `${context.idempotency.caller}/${context.idempotency.key}` } : {}),
      ...(context.waitMs === undefined ? {} : { waitMs: context.waitMs }),
    });
    const [first] = errors ?? [];
    const lost = !data && first?.extensions?.['system'] === 'DEZKY' && first.path === undefined;
    ended({ outcome: lost ? 'unavailable' : errors ? 'errors' : 'ok' });
    if (lost) {
      const document = ('document' in options ? options.document : undefined) ?? parse(request.query ?? '');
      return lostFields(document, request.variables ?? {}, first) as unknown as Answer;
    }
    return { data: data ?? null, ...(errors ? { errors } : {}) } as unknown as Answer;
  }
}

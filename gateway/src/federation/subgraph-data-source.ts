import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import type { PeerTransport } from '@dezky/kit/peer/peers';

/** What the gateway passes on with each request to a subgraph. */
export interface GatewayContext {
  readonly actorToken: string;
  readonly requestId: string;
  readonly ipAddress: string | null;
  /** What the caller prefers (RFC 7240): how long to wait for a workflow, in milliseconds. */
  readonly waitMs?: number;
}

type Answer = Awaited<ReturnType<GraphQLDataSource<GatewayContext>['process']>>;

/** Asks a subgraph over the transport of this deployment; in one process that is a call, not a request. */
export class SubgraphDataSource implements GraphQLDataSource<GatewayContext> {
  constructor(
    private readonly subgraph: string,
    private readonly transport: PeerTransport,
  ) {}

  async process({ request, context }: GraphQLDataSourceProcessOptions<GatewayContext>): Promise<Answer> {
    const { data, errors } = await this.transport(this.subgraph, {
      query: request.query ?? '',
      ...(request.operationName ? { operationName: request.operationName } : {}),
      ...(request.variables ? { variables: request.variables } : {}),
      actorToken: context.actorToken,
      requestId: context.requestId,
      ipAddress: context.ipAddress,
      ...(context.waitMs === undefined ? {} : { waitMs: context.waitMs }),
    });
    return { data: data ?? null, ...(errors ? { errors } : {}) } as unknown as Answer;
  }
}

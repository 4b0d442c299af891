import type { ExecutionResult } from 'graphql';
import type { ActorSigner } from '../context/actor-token';
import { remainingMs } from '../context/deadline';
import type { RequestContext } from '../context/request-context';
import { badUserInput, forbidden, notFound } from '../failure/errors';
import { peerRequests } from '../observe/metrics';
import { type BackEnd, BackEndError, type BackEndFault } from '../http/back-end-error';

/** One GraphQL request to a subgraph, as the gateway and peers send it. */
export interface SubgraphRequest {
  readonly query: string;
  readonly operationName?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** A signed actor; nothing else is trusted. */
  readonly actorToken: string;
  readonly requestId: string;
  readonly ipAddress: string | null;
  /** See `Origin`. */
  readonly waitMs?: number;
  /** When the answer is of no use any more, in milliseconds since 1970. */
  readonly deadline?: number;
  /** A mutation with the same one, sent by the same caller with the same words, is done once. */
  readonly idempotencyKey?: string;
}

/**
 * How a subgraph is reached: directly in one process, over HTTP between several. It does not throw: a subgraph that
 * cannot be reached is answered for, with the error BACKEND_UNAVAILABLE.
 */
export type PeerTransport = (subgraph: string, request: SubgraphRequest) => Promise<ExecutionResult>;

/** A part of the platform speaking to the subgraphs in its own name. */
export class Peers {
  constructor(
    private readonly name: string,
    private readonly signer: ActorSigner,
    private readonly transport: PeerTransport,
  ) {}

  /**
   * Asks a peer, inside one tenant or (null) for the platform itself.
   *
   * @throws BackEndError as the peer met it; passing faults of a peer that cannot be reached are passing here as well.
   */
  async ask<Data>(peer: string, query: string, variables: Readonly<Record<string, unknown>>, scope: { readonly tenantId: string | null; readonly requestId: string }): Promise<Data> {
    const actorToken = await this.signer.sign({ kind: 'PEER', peer: this.name, tenantId: scope.tenantId });
    return this.send(peer, { query, variables, actorToken, requestId: scope.requestId, ipAddress: null });
  }

  /** Asks a peer in the name of whoever asked us: the peer decides by its own rules. */
  forward<Data>(peer: string, query: string, variables: Readonly<Record<string, unknown>>, context: Pick<RequestContext, 'actorToken' | 'origin' | 'idempotencyKey'>): Promise<Data> {
    const { actorToken, origin, idempotencyKey } = context;
    return this.send(peer, { query, variables, actorToken, ...origin, ...(idempotencyKey === undefined ? {} : { idempotencyKey }) });
  }

  private async send<Data>(peer: string, request: SubgraphRequest): Promise<Data> {
    const left = remainingMs();
    const ended = peerRequests.startTimer({ peer });
    const { data, errors } = await this.transport(peer, left === null ? request : { ...request, deadline: Date.now() + left });
    ended({ outcome: errors ? 'failed' : 'ok' });
    const [error] = errors ?? [];
    if (!error) return data as Data;
    const { code, system, fault } = error.extensions ?? {};
    if (code === 'BACKEND_UNAVAILABLE') throw new BackEndError(system as BackEnd, fault as BackEndFault, error.message);
    if (code === 'NOT_FOUND') throw notFound('thing at a peer');
    if (code === 'FORBIDDEN') throw forbidden();
    if (code === 'BAD_USER_INPUT') throw badUserInput(error.message);
    throw new Error(`${peer} answered: ${error.message}`);
  }
}

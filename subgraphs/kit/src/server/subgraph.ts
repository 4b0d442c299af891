import { type DocumentNode, type ExecutionResult, GraphQLError, type GraphQLSchema, execute, getOperationAST, parse, validate } from 'graphql';
import type { DataSource } from 'typeorm';
import type { ActorVerifier } from '../context/actor-token';
import { untilDeadline } from '../context/deadline';
import type { Actor } from '../context/actor';
import { type Once, type Origin, RequestContext } from '../context/request-context';
import type { Rows } from '../database/rows';
import { mask, unauthenticated } from '../failure/errors';
import type { BuiltSubgraph } from '../federation/build-subgraph';
import { doOnce } from '../idempotency/do-once';
import { IdempotencyKeys } from '../idempotency/idempotency-keys';
import { Sweeper } from '../idempotency/sweeper';
import type { Logger } from '../log/logger';
import type { SubgraphRequest } from '../peer/peers';
import { watchWorkflows } from '../observe/metrics';
import { unanswered } from '../peer/unanswered';
import { countOpenWorkflows } from '../workflow/count-open-workflows';
import type { HostedWorkflows } from '../workflow/workflow-engine';
import { refuseShape, refuseVariables, subgraphLimits } from './request-limits';

export const subgraphNames = ['identity', 'mail', 'storage', 'billing', 'booking'] as const;
export type SubgraphName = (typeof subgraphNames)[number];

/** A subgraph, built and able to answer. The stack, its own process and the specs run the very same one. */
export interface Subgraph {
  readonly name: SubgraphName;
  readonly sdl: string;
  readonly workflows?: HostedWorkflows;
  answer(request: SubgraphRequest): Promise<ExecutionResult>;
  /** Starts what runs beside requests, such as the delivery of audit entries. */
  start(): void;
  /** What it needs and how that is doing; a back end that is down does not make it unready, its fields are null then. */
  health(): Promise<{ readonly database: boolean; readonly backEnd: boolean }>;
  stop(): Promise<void>;
}

export interface SubgraphServer {
  readonly name: SubgraphName;
  readonly built: BuiltSubgraph;
  readonly rows: Rows;
  readonly dataSource: DataSource;
  readonly verifier: ActorVerifier;
  readonly log: Logger;
  readonly workflows?: HostedWorkflows;
  /** 32 bytes in base64; absent where nobody mutates anything. Needs the table of `idempotencyTable`. */
  readonly encryptionKey?: string;
  /** Absent where a subgraph has no back end of its own yet. */
  readonly ping?: () => Promise<void>;
  /** Work beside requests; each is started once and stopped at the end. */
  readonly background?: readonly { start(): void; stop(): Promise<void> }[];
  readonly close?: () => Promise<void>;
}

/** Short ones are those that come again; a document takes some ten times its length in memory. */
const cached = { documents: 500, characters: 8_000 } as const;

/** What is too large is not validated: some rules compare every field with every other. */
function judge(schema: GraphQLSchema, query: string): DocumentNode | readonly GraphQLError[] {
  try {
    const document = parse(query, { maxTokens: subgraphLimits.tokens });
    const tooLarge = refuseShape(document);
    const errors = tooLarge.length > 0 ? tooLarge : validate(schema, document);
    return errors.length > 0 ? errors : document;
  } catch (error) {
    // Too many tokens are a syntax error, too.
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}

/** What comes of the work, or its replacement once the deadline has passed; the work itself goes on, so that nothing is left half done. */
async function inTime<T>(deadline: number, work: Promise<T>, late: () => T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(late()), deadline - Date.now());
  });
  return Promise.race([work, tooLate]).finally(() => clearTimeout(timer));
}

const originOf = ({ requestId, ipAddress, waitMs }: SubgraphRequest): Origin => ({ requestId, ipAddress, ...(waitMs === undefined ? {} : { waitMs }) });

/** Answers requests on a built subgraph: verifies the actor, executes, masks what must not be told. */
export function serveSubgraph(server: SubgraphServer): Subgraph {
  const { name, built, rows, verifier, log } = server;
  const documents = new Map<string, DocumentNode>();
  const keys = server.encryptionKey === undefined ? null : new IdempotencyKeys((text, values) => server.dataSource.query(text, [...values]), name, server.encryptionKey);
  const sweeper = keys && new Sweeper(keys, log);

  const documentOf = (query: string): DocumentNode | readonly GraphQLError[] => {
    const known = documents.get(query);
    if (known) return known;
    const result = judge(built.schema, query);
    if (query.length > cached.characters || Array.isArray(result)) return result;
    if (documents.size >= cached.documents) documents.delete(documents.keys().next().value as string);
    documents.set(query, result as DocumentNode);
    return result;
  };

  const answer = (request: SubgraphRequest): Promise<ExecutionResult> => {
    const { deadline } = request;
    if (deadline === undefined) return execution(request);
    return untilDeadline(deadline, () => inTime(deadline, execution(request), () => unanswered(name, 'TIMEOUT', request)));
  };

  const execution = async (request: SubgraphRequest): Promise<ExecutionResult> => {
    const actor = await verifier.verify(request.actorToken);
    if (!actor) return { errors: [unauthenticated()] };
    const document = documentOf(request.query);
    const refused = refuseVariables(request.variables);
    if (refused) return { errors: [refused] };
    if (Array.isArray(document)) return { errors: document as readonly GraphQLError[] };
    const operation = getOperationAST(document as DocumentNode, request.operationName);
    if (!keys || request.idempotencyKey === undefined || operation?.operation !== 'mutation') return run(request, document as DocumentNode, actor, null);
    return doOnce(keys, name, request, (once) => run(request, document as DocumentNode, actor, once));
  };

  const run = async (request: SubgraphRequest, document: DocumentNode, actor: Actor, once: Once | null): Promise<ExecutionResult> => {
    const requestLog = log.child({ requestId: request.requestId });
    const context = RequestContext.of({ actor, actorToken: request.actorToken, origin: originOf(request), rows, log: requestLog, once });
    const result = await execute({
      schema: built.schema,
      document,
      contextValue: context,
      ...(request.variables ? { variableValues: request.variables } : {}),
      ...(request.operationName ? { operationName: request.operationName } : {}),
    });
    if (!result.errors) return result;
    const errors = result.errors.map((error) => {
      const { answer: told, surprise } = mask(error, request.requestId);
      if (surprise) requestLog.error({ err: error.originalError ?? error, path: error.path }, 'a resolver failed');
      return told;
    });
    return { ...result, errors };
  };

  return {
    name,
    sdl: built.sdl,
    ...(server.workflows ? { workflows: server.workflows } : {}),
    answer,
    start: () => {
      if (server.workflows) watchWorkflows(name, () => countOpenWorkflows(rows));
      server.background?.forEach((task) => task.start());
      sweeper?.start();
    },
    health: async () => {
      const up = (probe: Promise<unknown>): Promise<boolean> => probe.then(() => true, () => false);
      const [database, backEnd] = await Promise.all([up(server.dataSource.query('select 1')), up(server.ping?.() ?? Promise.resolve())]);
      return { database, backEnd };
    },
    stop: async () => {
      sweeper?.stop();
      await Promise.all((server.background ?? []).map((task) => task.stop()));
      await server.close?.();
      await server.dataSource.destroy();
    },
  };
}

import 'reflect-metadata';
import { resolve } from 'node:path';
import { createLogger } from '@dezky/kit/log/logger';
import type { StepMoment, StepObserver } from '@dezky/kit/workflow/run-workflow';
import { loadSecrets } from '@dezky/stack/secrets';
import { type StackOptions, startStack } from '@dezky/stack/start-stack';

/** Where this process ends itself, as if the power had gone. */
export interface KillPoint {
  readonly workflow: string;
  readonly direction: 'FORWARD' | 'UNDO';
  readonly step: string;
  readonly moment: StepMoment;
}

export interface ReplicaOptions {
  readonly home: string;
  readonly postgresPort: number;
  readonly postgresPassword: string;
  readonly places: NonNullable<StackOptions['sandboxes']>;
}

export type ToReplica =
  | { readonly kind: 'arm'; readonly point: KillPoint | null }
  | { readonly kind: 'hold'; readonly points: readonly KillPoint[] }
  | { readonly kind: 'ask'; readonly id: number; readonly subgraph: string; readonly query: string; readonly variables: Record<string, unknown>; readonly idempotencyKey?: string };
export type FromReplica = { readonly kind: 'ready' } | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown } | { readonly kind: 'standing'; readonly workflowId: string; readonly point: KillPoint };

/** Stops workflows where they are to be when this process is killed: each takes the first point of its name that no other has taken. */
class Holds {
  private readonly left: KillPoint[];
  private readonly taken = new Map<string, KillPoint>();

  constructor(points: readonly KillPoint[]) {
    this.left = [...points];
  }

  /** The point that the workflow has come to, if it is where it is to stop. */
  at({ workflow, workflowId, direction, step, moment }: Parameters<StepObserver>[0]): KillPoint | null {
    const next = this.left.findIndex((point) => point.workflow === workflow && point.direction === direction);
    if (!this.taken.has(workflowId) && next >= 0) this.taken.set(workflowId, this.left.splice(next, 1)[0] as KillPoint);
    const point = this.taken.get(workflowId);
    return point?.step === step && point.moment === moment ? point : null;
  }
}

/** A whole Dezky in a process of its own, on back ends and a database that outlive it. */
async function main(): Promise<void> {
  const options = JSON.parse(process.env['REPLICA_OPTIONS'] ?? '{}') as ReplicaOptions;
  let armed: KillPoint | null = null;
  let holds = new Holds([]);
  const url = (role = 'dezky', password = options.postgresPassword): string => `postgres://${role}:${encodeURIComponent(password)}@127.0.0.1:${options.postgresPort}/dezky`;
  const stack = await startStack({
    home: options.home,
    port: 0,
    log: createLogger({ name: 'replica', level: process.env['REPLICA_LOG'] ?? 'silent' }),
    sandboxes: options.places,
    postgres: { url, roles: loadSecrets(options.home).roles },
    demo: true,
    supergraphFile: resolve(__dirname, '..', '..', '..', '..', 'schema', 'supergraph.graphql'),
    patience: { tries: 30, backoff: () => 100 },
    observe: (event) => {
      const { workflow, workflowId, direction, step, moment } = event;
      if (armed && armed.workflow === workflow && armed.direction === direction && armed.step === step && armed.moment === moment) process.kill(process.pid, 'SIGKILL');
      const point = holds.at(event);
      if (!point) return undefined;
      process.send?.({ kind: 'standing', workflowId, point } satisfies FromReplica);
      return new Promise<never>(() => undefined);
    },
  });
  const operator = { kind: 'USER', userId: 'operator', email: 'operator@dezky.test', name: 'Operator', memberships: [], operator: true, passwordChangeRequired: false } as const;
  process.on('message', (message: ToReplica) => {
    if (message.kind === 'arm') {
      armed = message.point;
      return;
    }
    if (message.kind === 'hold') {
      holds = new Holds(message.points);
      return;
    }
    const ask = async (): Promise<void> => {
      const actorToken = await stack.gatewaySigner.sign(operator);
      const { subgraph, query, variables, idempotencyKey } = message;
      // The bench looks itself for what comes of it, and most of it is held up: an answer that waited would only look as well.
      const answer = await stack.transport(subgraph, { query, variables, actorToken, requestId: 'kill-test', ipAddress: null, waitMs: 0, ...(idempotencyKey === undefined ? {} : { idempotencyKey }) });
      process.send?.({ kind: 'answer', id: message.id, answer } satisfies FromReplica);
    };
    void ask();
  });
  // The test is gone: nobody would end this process any more.
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  process.send?.({ kind: 'ready' } satisfies FromReplica);
}

void main();

import 'reflect-metadata';
import { resolve } from 'node:path';
import { createLogger } from '@dezky/kit/log/logger';
import type { StepMoment } from '@dezky/kit/workflow/run-workflow';
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

export type ToReplica = { readonly kind: 'arm'; readonly point: KillPoint | null } | { readonly kind: 'ask'; readonly id: number; readonly subgraph: string; readonly query: string; readonly variables: Record<string, unknown> };
export type FromReplica = { readonly kind: 'ready' } | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown };

/** A whole Dezky in a process of its own, on back ends and a database that outlive it. */
async function main(): Promise<void> {
  const options = JSON.parse(process.env['REPLICA_OPTIONS'] ?? '{}') as ReplicaOptions;
  let armed: KillPoint | null = null;
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
    observe: ({ workflow, direction, step, moment }) => {
      if (armed && armed.workflow === workflow && armed.direction === direction && armed.step === step && armed.moment === moment) process.kill(process.pid, 'SIGKILL');
    },
  });
  const operator = { kind: 'USER', userId: 'operator', email: 'operator@dezky.test', name: 'Operator', memberships: [], operator: true, passwordChangeRequired: false } as const;
  process.on('message', (message: ToReplica) => {
    if (message.kind === 'arm') {
      armed = message.point;
      return;
    }
    const ask = async (): Promise<void> => {
      const actorToken = await stack.gatewaySigner.sign(operator);
      const answer = await stack.transport(message.subgraph, { query: message.query, variables: message.variables, actorToken, requestId: 'kill-test', ipAddress: null });
      process.send?.({ kind: 'answer', id: message.id, answer } satisfies FromReplica);
    };
    void ask();
  });
  // The test is gone: nobody would end this process any more.
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  process.send?.({ kind: 'ready' } satisfies FromReplica);
}

void main();

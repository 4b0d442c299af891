import { randomUUID } from 'node:crypto';
import { DBOS } from '@dbos-inc/dbos-sdk';
import { DBOSExecutor } from '@dbos-inc/dbos-sdk/internal/dbos-executor';
import { migrateSystemDatabase } from '@dbos-inc/dbos-sdk/internal/system_database';
import { Client } from 'pg';
import type { Logger } from '../log/logger';
import { type Run, type WorkflowRuntime, runWorkflow } from './run-workflow';
import type { AnyWorkflow, WorkflowDefinition } from './step';

export interface HostedWorkflows {
  /** Name of the subgraph; its queue, and the class name of its workflows. */
  readonly subgraph: string;
  readonly definitions: readonly AnyWorkflow[];
  readonly runtime: WorkflowRuntime;
}

export interface EngineOptions {
  /** As the owner of schema `workflow`. */
  readonly url: string;
  readonly hosted: readonly HostedWorkflows[];
  readonly log: Logger;
  /** How often each queue is looked at, in milliseconds. */
  readonly pollMs?: number;
  /** Called when this process can no longer prove that it lives; it must exit, others take its work over. */
  readonly lostLock: (error: Error) => void;
}

const loggerFor = (log: Logger) => ({ debug: (entry: unknown) => log.debug(entry), info: (entry: unknown) => log.debug(entry), warn: (entry: unknown) => log.warn(entry), error: (entry: unknown) => log.error(entry) });

/** Fixed for good: the engine never hands work of one version to another, so versions live in workflow names. */
const applicationVersion = '1';

/** Makes the engine's own schema, and the one function through which a subgraph may start its workflows. Harmless to repeat. */
export async function prepareWorkflowSchema(ownerUrl: string, subgraphs: readonly string[], log: Logger): Promise<void> {
  // What DBOS.migrate does, with our logger: its own writes to the console.
  await migrateSystemDatabase(ownerUrl, loggerFor(log) as Parameters<typeof migrateSystemDatabase>[1], 'workflow');
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query(`
      revoke execute on all functions in schema workflow from public;
      create or replace function workflow.start(id text, name text, args json) returns text language sql security definer set search_path = workflow, pg_temp as $$
        select workflow.enqueue_workflow(name, split_part(session_user, '_', 1), array[args],
          class_name => split_part(session_user, '_', 1), workflow_id => id, app_version => '${applicationVersion}', application_name => 'dezky') $$;
      revoke all on function workflow.start from public;
      ${subgraphs.map((name) => `grant usage on schema workflow to ${name}_app; grant execute on function workflow.start to ${name}_app;`).join('\n')}`);
  } finally {
    await client.end();
  }
}

/**
 * The durable workflow engine of this process (DBOS Transact); one a process, whatever number of subgraphs it hosts.
 * A replica proves that it lives by an advisory lock; whoever gets a dead one's lock takes its work over.
 */
export class WorkflowEngine {
  private sweepTimer: NodeJS.Timeout | undefined;
  private closing = false;

  private constructor(
    private readonly executorId: string,
    private readonly lock: Client,
    private readonly log: Logger,
  ) {}

  static async launch(options: EngineOptions): Promise<WorkflowEngine> {
    const executorId = randomUUID();
    const log = options.log.child({ part: 'workflow-engine' });
    const lock = new Client({ connectionString: options.url, keepAlive: true, application_name: 'dezky-workflow-lock' });
    const engine = new WorkflowEngine(executorId, lock, log);
    lock.on('error', (error) => {
      if (!engine.closing) options.lostLock(error);
    });
    await lock.connect();
    await lock.query(`select pg_advisory_lock(hashtext('dezky.executor'), hashtext($1))`, [executorId]);

    DBOS.setConfig({
      name: 'dezky',
      systemDatabaseUrl: options.url,
      systemDatabaseSchemaName: 'workflow',
      systemDatabasePoolSize: 8,
      applicationVersion,
      executorID: executorId,
      listenQueues: options.hosted.map(({ subgraph }) => subgraph),
      runMigrations: false,
      // Our roles end no idle session of the engine; with its own setting pg warns about queries in flight.
      systemDatabaseIdleTransactionTimeoutMs: 0,
      logger: loggerFor(log),
    });
    for (const { subgraph, definitions, runtime } of options.hosted) {
      for (const definition of definitions) {
        DBOS.registerWorkflow((run: Run) => runWorkflow(runtime, definition as WorkflowDefinition<unknown>, run), { className: subgraph, name: definition.name });
      }
    }
    await DBOS.launch();
    for (const { subgraph } of options.hosted) {
      await DBOS.registerQueue(subgraph, { minPollingIntervalMs: options.pollMs ?? 150, workerConcurrency: 20, onConflict: 'always_update' });
    }
    engine.sweepLater();
    return engine;
  }

  private sweepLater(): void {
    this.sweepTimer = setTimeout(() => {
      this.sweep()
        .catch((error: unknown) => this.closing || this.log.warn({ err: error }, 'looking for work of dead processes failed'))
        .finally(() => this.closing || this.sweepLater());
    }, 1_000);
  }

  /** Takes over the running work of processes that have died: their lock is free. */
  private async sweep(): Promise<void> {
    const { rows } = await this.lock.query<{ executor: string }>(
      `select executor from (select distinct executor_id as executor from workflow.workflow_status where status = 'PENDING' and application_name = 'dezky' and executor_id <> $1) other
        where pg_try_advisory_lock(hashtext('dezky.executor'), hashtext(executor))`,
      [this.executorId],
    );
    for (const { executor } of rows) {
      this.log.warn({ executor }, 'taking over the workflows of a process that has died');
      await DBOSExecutor.globalInstance?.recoverPendingWorkflows([executor]);
      await this.lock.query(`select pg_advisory_unlock(hashtext('dezky.executor'), hashtext($1))`, [executor]);
    }
  }

  /** Lets running steps finish for a while; what is left goes on in another process or after the next start. */
  async stop(graceMs = 5_000): Promise<void> {
    this.closing = true;
    clearTimeout(this.sweepTimer);
    await DBOS.shutdown({ deregister: true, workflowCompletionTimeoutMS: graceMs });
    await this.lock.end();
  }
}

import { In } from 'typeorm';
import type { ActorName } from '../context/actor';
import type { Reach } from '../context/reach';
import type { RequestContext } from '../context/request-context';
import { newId } from '../database/id';
import type { Db } from '../database/rows';
import type { Sealer } from '../database/sealed';
import { traceParent } from '../observe/tracing';
import { notFound } from '../failure/errors';
import { type AnyWorkflow, type WorkflowDefinition, irreversible } from './step';
import { WorkflowEntity, WorkflowStepEntity } from './workflow.entity';
import { Workflow, WorkflowKind } from './workflow.type';

export interface WorkflowStart<Input> {
  readonly tenantId: string;
  readonly subjectId: string;
  readonly input: Input;
  readonly actor: ActorName;
  readonly requestId: string;
  readonly secret?: string;
}

/** A subgraph's workflows as rows: what is planned, running and finished, which is what the API shows. */
export class WorkflowJournal {
  private readonly definitions: ReadonlyMap<string, AnyWorkflow>;

  constructor(
    private readonly sealer: Sealer,
    definitions: readonly AnyWorkflow[],
  ) {
    this.definitions = new Map(definitions.map((definition) => [definition.name, definition]));
  }

  definitionOf(name: string): AnyWorkflow | undefined {
    return this.definitions.get(name);
  }

  /** Writes the plan and hands it to the engine, in the transaction of the caller's own rows: both happen or neither. */
  async start<Input>(db: Db, definition: WorkflowDefinition<Input>, start: WorkflowStart<Input>): Promise<string> {
    const id = newId();
    await db.insert(WorkflowEntity, {
      id,
      tenantId: start.tenantId,
      subjectId: start.subjectId,
      name: definition.name,
      kind: definition.kind,
      state: 'RUNNING',
      runs: 1,
      input: start.input as never,
      secret: start.secret === undefined ? null : this.sealer.seal(start.secret),
      actor: start.actor as never,
      requestId: start.requestId,
      traceParent: traceParent(),
      startedAt: new Date(),
      finishedAt: null,
    });
    await db.insert(
      WorkflowStepEntity,
      definition.plan.flat().map((step, position) => ({
        workflowId: id,
        position,
        tenantId: start.tenantId,
        name: step.name,
        title: step.title,
        system: step.system,
        state: 'PLANNED' as const,
        attempts: 0,
        lastError: null,
        verifiedAt: null,
      })),
    );
    await enqueue(db, id, definition.name, start.tenantId, 'FORWARD');
    return id;
  }

  /** Goes on where a workflow that needs attention stopped, or takes back what it did. UNKNOWN: not here, or out of reach. */
  async resume(db: Db, id: string, direction: 'FORWARD' | 'UNDO'): Promise<'RESUMED' | 'NOT_WAITING' | 'IRREVERSIBLE' | 'UNKNOWN'> {
    const row = await db.findOne(WorkflowEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
    if (!row) return 'UNKNOWN';
    if (row.state !== 'NEEDS_ATTENTION') return 'NOT_WAITING';
    if (direction === 'UNDO') {
      const steps = await db.findBy(WorkflowStepEntity, { workflowId: id });
      const begun = new Set(steps.filter(({ state }) => state !== 'PLANNED').map(({ name }) => name));
      const plan = this.definitionOf(row.name)?.plan.flat() ?? [];
      if (plan.some((step) => step.undo === irreversible && begun.has(step.name))) return 'IRREVERSIBLE';
    }
    const runs = row.runs + 1;
    await db.update(WorkflowEntity, { id }, { state: direction === 'UNDO' ? 'UNDOING' : 'RUNNING', runs, finishedAt: null });
    await enqueue(db, `${id}.${runs}`, row.name, row.tenantId, direction, id);
    return 'RESUMED';
  }

  open(secret: Buffer): string {
    return this.sealer.open(secret);
  }
}

/** The SQL function starts work on the caller's own queue and nothing else; the database derives the queue from the role. */
async function enqueue(db: Db, runId: string, name: string, tenantId: string, direction: 'FORWARD' | 'UNDO', id = runId): Promise<void> {
  await db.query('select workflow.start($1, $2, $3)', [runId, name, JSON.stringify({ id, tenantId, direction })]);
}

/** Workflows with their steps, in two statements whatever their number. */
export async function loadWorkflows(db: Db, rows: readonly WorkflowEntity[]): Promise<Workflow[]> {
  if (rows.length === 0) return [];
  const steps = await db.find(WorkflowStepEntity, { where: { workflowId: In(rows.map(({ id }) => id)) }, order: { position: 'ASC' } });
  return rows.map((row) =>
    Object.assign(new Workflow(), {
      id: row.id,
      kind: row.kind as WorkflowKind,
      state: row.state,
      startedAt: row.startedAt,
      finishedAt: row.finishedAt,
      actor: row.actor,
      steps: steps.filter(({ workflowId }) => workflowId === row.id),
    }),
  );
}

/** @throws NOT_FOUND, also when it belongs to a tenant out of reach. */
export async function loadWorkflow(context: RequestContext, id: string, reach = context.reach): Promise<Workflow> {
  return context.rows.in(reach, async (db) => {
    const row = await db.findOneBy(WorkflowEntity, { id });
    const [workflow] = row ? await loadWorkflows(db, [row]) : [];
    if (!workflow) throw notFound('workflow');
    return workflow;
  });
}

/**
 * Waits for a workflow to end: as long as the caller wants, or a few seconds, so that most answers show it finished.
 *
 * @returns the workflow as it stands: finished, or running with its steps so far.
 */
export async function awaitWorkflow(context: RequestContext, id: string, options: { readonly reach?: Reach } = {}): Promise<Workflow> {
  const begun = Date.now();
  const deadline = begun + (context.origin.waitMs ?? 4_000);
  for (;;) {
    const workflow = await loadWorkflow(context, id, options.reach);
    if ((workflow.state !== 'RUNNING' && workflow.state !== 'UNDOING') || Date.now() >= deadline) return workflow;
    // Asked less often the longer it takes: who waits for a machine that has much to do is not to be what it does.
    await new Promise((resolve) => setTimeout(resolve, Math.min(400, Math.max(50, (Date.now() - begun) / 5), deadline - Date.now())));
  }
}

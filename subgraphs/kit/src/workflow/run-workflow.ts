import { DBOS } from '@dbos-inc/dbos-sdk';
import type { AuditTrail } from '../audit/audit-trail';
import { newId } from '../database/id';
import { BackEndError } from '../http/back-end-error';
import { Reach } from '../context/reach';
import type { Db, Rows } from '../database/rows';
import { workflowSteps, workflowsEnded } from '../observe/metrics';
import { below, traced } from '../observe/tracing';
import type { Logger } from '../log/logger';
import { FinalFault, NotYetSeen, type Step, type StepContext, type WorkflowDefinition, irreversible } from './step';
import type { WorkflowJournal } from './workflow-journal';
import { WorkflowEntity, WorkflowStepEntity } from './workflow.entity';
import { type WorkflowKind, workflowAction } from './workflow.type';

export interface Run {
  readonly id: string;
  readonly tenantId: string;
  readonly direction: 'FORWARD' | 'UNDO';
}

/** Moments of a step that an observer is told of: before its effect, after it, and after it was recorded. The step goes on once the observer has seen it. */
export type StepMoment = 'BEFORE' | 'AFTER_EFFECT' | 'RECORDED';
export type StepObserver = (event: { readonly workflow: string; readonly workflowId: string; readonly step: string; readonly direction: Run['direction']; readonly moment: StepMoment }) => void | Promise<void>;

export interface Patience {
  /** Tries of one step against passing faults, the first included. */
  readonly tries: number;
  /** Milliseconds to wait after the n-th failed try. */
  backoff(n: number): number;
}

export const patience: Patience = { tries: 9, backoff: (n) => Math.min(15_000, 250 * 2 ** (n - 1)) * (0.75 + Math.random() / 2) };

export interface WorkflowRuntime {
  readonly rows: Rows;
  readonly journal: WorkflowJournal;
  readonly log: Logger;
  readonly patience: Patience;
  readonly observe: StepObserver;
  /** Where a workflow that stopped is told of. */
  readonly trail: AuditTrail;
}

type Outcome = { readonly done: true } | { readonly done: false; readonly reason: string };

/**
 * The body of every workflow. It returns what went wrong and never catches: an exception that leaves a step
 * is the engine's own signal (ownership lost, cancelled), and undoing on it would harm a run that goes on elsewhere.
 */
export async function runWorkflow<Input>(runtime: WorkflowRuntime, definition: WorkflowDefinition<Input>, run: Run): Promise<string> {
  const open = await DBOS.runStep(() => openSteps(runtime, run), { name: 'plan' });
  const groups = run.direction === 'FORWARD' ? definition.plan : [...definition.plan].reverse();
  for (const group of groups) {
    const steps = group.filter(({ name }) => open.includes(name));
    const settled = await Promise.allSettled(steps.map((step) => DBOS.runStep(() => attempt(runtime, definition, step, run), { name: step.name })));
    const outcomes = settled.map((result) => {
      if (result.status === 'rejected') throw result.reason;
      return result.value;
    });
    if (outcomes.some(({ done }) => !done)) return DBOS.runStep(() => end(runtime, definition, run, 'NEEDS_ATTENTION'), { name: 'stop' });
  }
  return DBOS.runStep(() => end(runtime, definition, run, run.direction === 'FORWARD' ? 'SUCCEEDED' : 'UNDONE'), { name: 'end' });
}

/** The steps that are still to do; when undoing, those whose effect may exist. */
async function openSteps({ rows }: WorkflowRuntime, run: Run): Promise<string[]> {
  const steps = await rows.in(Reach.tenant(run.tenantId), (db) => db.findBy(WorkflowStepEntity, { workflowId: run.id }));
  const isOpen = (state: string): boolean => (run.direction === 'FORWARD' ? state !== 'DONE' : state !== 'PLANNED' && state !== 'UNDONE');
  return steps.filter(({ state }) => isOpen(state)).map(({ name }) => name);
}

async function attempt<Input>(runtime: WorkflowRuntime, definition: WorkflowDefinition<Input>, step: Step<Input>, run: Run): Promise<Outcome> {
  const undoing = run.direction === 'UNDO';
  const tell = async (moment: StepMoment): Promise<void> => runtime.observe({ workflow: definition.name, workflowId: run.id, step: step.name, direction: run.direction, moment });
  for (let tries = 1; ; tries += 1) {
    await mark(runtime, run, step.name, { state: 'RUNNING' }, true);
    await tell('BEFORE');
    const ended = workflowSteps.startTimer({ workflow: definition.name, step: step.name, direction: run.direction });
    try {
      const { context, traceParent } = await contextOf<Input>(runtime, run);
      const work = async (): Promise<void> => {
        if (undoing && step.undo === irreversible) return;
        if (undoing) await (step.undo as (context: StepContext<Input>) => Promise<void>)(context);
        else await step.run(context);
        await tell('AFTER_EFFECT');
        if (!undoing) await step.verify(context);
      };
      await traced(`step ${definition.name}/${step.name}`, 'internal', { 'dezky.workflow_id': run.id, 'dezky.attempt': tries }, work, below(traceParent));
      ended({ outcome: 'done' });
      await mark(runtime, run, step.name, undoing ? { state: 'UNDONE', lastError: null } : { state: 'DONE', lastError: null, verifiedAt: new Date() });
      await tell('RECORDED');
      return { done: true };
    } catch (error) {
      ended({ outcome: 'failed' });
      // The step's own failure, told apart here from the engine's signals, which are raised outside of it.
      const reason = plainReason(error);
      const last = isFinal(error) || tries >= runtime.patience.tries;
      const waiting = error instanceof NotYetSeen;
      runtime.log[last ? 'error' : waiting ? 'debug' : 'warn']({ err: error, workflow: definition.name, workflowId: run.id, step: step.name, tries }, 'a workflow step failed');
      await mark(runtime, run, step.name, { state: last ? 'FAILED' : 'RUNNING', lastError: reason });
      if (last) return { done: false, reason };
      await new Promise((resolve) => setTimeout(resolve, runtime.patience.backoff(tries)));
    }
  }
}

const isFinal = (error: unknown): boolean => error instanceof FinalFault || (error instanceof BackEndError && !error.passing);

/** Words for the admin: what a back end said, never the inside of a surprise. */
const plainReason = (error: unknown): string => {
  if (error instanceof BackEndError || error instanceof FinalFault || error instanceof NotYetSeen) return error.message;
  return 'Something went wrong on our side; it is logged under the id of this workflow.';
};

async function mark({ rows }: WorkflowRuntime, run: Run, name: string, change: Partial<WorkflowStepEntity>, counts = false): Promise<void> {
  await rows.in(Reach.tenant(run.tenantId), (db) =>
    db.update(WorkflowStepEntity, { workflowId: run.id, name }, { ...change, ...(counts ? { attempts: (() => 'attempts + 1') as never } : {}) }),
  );
}

async function contextOf<Input>({ rows, journal, log }: WorkflowRuntime, run: Run): Promise<{ context: StepContext<Input>; traceParent: string | null }> {
  const reach = Reach.tenant(run.tenantId);
  const row = await rows.in(reach, (db) => db.findOneByOrFail(WorkflowEntity, { id: run.id }));
  const context: StepContext<Input> = {
    workflowId: run.id,
    tenantId: run.tenantId,
    input: row.input as Input,
    requestId: row.requestId,
    log: log.child({ workflowId: run.id, requestId: row.requestId }),
    rows: (work) => rows.in(reach, work),
    secret: async () => {
      if (!row.secret) throw new FinalFault('The one-time secret of this workflow is gone; undo it and start again.');
      return journal.open(row.secret);
    },
  };
  return { context, traceParent: row.traceParent };
}

async function end<Input>(runtime: WorkflowRuntime, definition: WorkflowDefinition<Input>, run: Run, state: 'SUCCEEDED' | 'NEEDS_ATTENTION' | 'UNDONE'): Promise<string> {
  const { context } = await contextOf<Input>(runtime, run);
  await runtime.rows.in(Reach.tenant(run.tenantId), async (db: Db) => {
    const { affected } = await db
      .createQueryBuilder()
      .update(WorkflowEntity)
      .set({ state, finishedAt: new Date(), ...(state === 'NEEDS_ATTENTION' ? {} : { secret: null }) })
      .where(`id = :id and state in ('RUNNING', 'UNDOING')`, { id: run.id })
      .execute();
    // Ended already by a run that died between this transaction and its record.
    if (affected === 0) return;
    workflowsEnded.inc({ workflow: definition.name, state });
    await definition.ended?.(context, db, state);
    if (state === 'NEEDS_ATTENTION') await tellStopped(db, runtime.trail, run);
  });
  return state;
}

/** An audit entry in the name of whoever started it: what they were told had begun did not come to its end. */
async function tellStopped(db: Db, trail: AuditTrail, run: Run): Promise<void> {
  const { actor, kind, requestId, subjectId, tenantId } = await db.findOneByOrFail(WorkflowEntity, { id: run.id });
  const failed = await db.findOneBy(WorkflowStepEntity, { workflowId: run.id, state: 'FAILED' });
  const target = (await trail.about(db, { subjectId }))?.target ?? null;
  const summary = `Stopped at “${failed?.title ?? 'an unknown step'}”${run.direction === 'UNDO' ? ' while it was taken back' : ''}. ${failed?.lastError ?? ''}`.trim();
  await trail.write(db, { id: newId(), tenantId, at: new Date().toISOString(), actor, action: workflowAction[kind as WorkflowKind], outcome: 'FAILED', target, summary, changes: [], ipAddress: null, requestId });
}

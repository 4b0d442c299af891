import { auditRecord } from '../audit/audit-outbox';
import type { AuditRecord } from '../audit/audit-entry';
import type { RequestContext } from '../context/request-context';
import type { Db } from '../database/rows';
import { type WorkflowJournal, awaitWorkflow, loadWorkflow } from './workflow-journal';
import { WorkflowEntity } from './workflow.entity';
import type { Workflow } from './workflow.type';

export interface Resumption<Refusal extends string = never> {
  readonly outcome: 'RESUMED' | 'NOT_WAITING' | 'IRREVERSIBLE' | Refusal;
  readonly workflow: Workflow;
}

/**
 * Retry and undo, which differ in their direction only.
 *
 * @param refuse why a change that waits cannot be gone on with all the same, asked in the transaction that would; null when it can.
 * @returns null when this subgraph has no such workflow within reach.
 */
export async function resumeWorkflow<Refusal extends string = never>(
  context: RequestContext,
  journal: WorkflowJournal,
  request: { readonly id: string; readonly direction: 'FORWARD' | 'UNDO' },
  writeAudit: (db: Db, record: AuditRecord) => Promise<void>,
  refuse: (db: Db, waiting: WorkflowEntity) => Promise<Refusal | null> = () => Promise.resolve(null),
): Promise<Resumption<Refusal> | null> {
  const { id, direction } = request;
  const resume = async (db: Db): Promise<Awaited<ReturnType<WorkflowJournal['resume']>> | Refusal> => {
    const waiting = await db.findOneBy(WorkflowEntity, { id, state: 'NEEDS_ATTENTION' });
    const refusal = waiting && (await refuse(db, waiting));
    if (refusal) return refusal;
    const resumed = await journal.resume(db, id, direction);
    if (resumed !== 'RESUMED') return resumed;
    const { tenantId, kind } = await db.findOneByOrFail(WorkflowEntity, { id });
    const undo = direction === 'UNDO';
    await writeAudit(db, auditRecord(context, { tenantId, action: undo ? 'workflow.undone' : 'workflow.retried', target: { kind: 'workflow', id, name: kind }, summary: `${undo ? 'Undid' : 'Retried'} a change that had stopped (${kind})` }));
    return resumed;
  };
  const outcome = context.earlier<Awaited<ReturnType<typeof resume>>>() ?? (await context.effect(context.reach, resume));
  if (outcome === 'UNKNOWN') return null;
  return { outcome, workflow: outcome === 'RESUMED' ? await awaitWorkflow(context, id) : await loadWorkflow(context, id) };
}

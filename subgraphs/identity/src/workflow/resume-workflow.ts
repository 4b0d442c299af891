import { auditRecord } from '@dezky/kit/audit/audit-outbox';
import type { RequestContext } from '@dezky/kit/context/request-context';
import { type WorkflowJournal, awaitWorkflow, loadWorkflow } from '@dezky/kit/workflow/workflow-journal';
import { WorkflowEntity } from '@dezky/kit/workflow/workflow.entity';
import { type Workflow, WorkflowNotWaiting } from '@dezky/kit/workflow/workflow.type';
import { recordAudit } from '../audit/audit.repository';

const messages = {
  NOT_WAITING: 'This change is not waiting for anybody: it is running, or has ended.',
  IRREVERSIBLE: 'Part of this change cannot be taken back any more. Retry it instead.',
};

/** Retry and undo, which differ in their direction only. */
export async function resumeWorkflow(context: RequestContext, journal: WorkflowJournal, id: string, direction: 'FORWARD' | 'UNDO'): Promise<Workflow | WorkflowNotWaiting> {
  const outcome = await context.rows.in(context.reach, async (db) => {
    const resumed = await journal.resume(db, id, direction);
    if (resumed !== 'RESUMED') return resumed;
    const { tenantId, kind } = await db.findOneByOrFail(WorkflowEntity, { id });
    const verb = direction === 'UNDO' ? 'undone' : 'retried';
    await recordAudit(db, [auditRecord(context, { tenantId, action: `workflow.${verb}`, target: { kind: 'workflow', id, name: kind }, summary: `${direction === 'UNDO' ? 'Undid' : 'Retried'} a change that had stopped (${kind})` })]);
    return resumed;
  });
  if (outcome === 'RESUMED') return awaitWorkflow(context, id);
  return new WorkflowNotWaiting(await loadWorkflow(context, id), messages[outcome]);
}

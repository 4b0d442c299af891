import type { RequestContext } from '@dezky/kit/context/request-context';
import { notFound } from '@dezky/kit/failure/errors';
import type { Peers } from '@dezky/kit/peer/peers';
import { type Resumption, resumeWorkflow } from '@dezky/kit/workflow/resume-workflow';
import type { WorkflowJournal } from '@dezky/kit/workflow/workflow-journal';
import { type Workflow, WorkflowNotWaiting } from '@dezky/kit/workflow/workflow.type';
import { recordAudit } from '../audit/audit.repository';

const messages = {
  NOT_WAITING: 'This change is not waiting for anybody: it is running, or has ended.',
  IRREVERSIBLE: 'Part of this change cannot be taken back any more. Retry it instead.',
};

const atMail = `mutation ResumeWorkflow($id: ID!, $direction: String!) {
  resumeWorkflow(workflowId: $id, direction: $direction) {
    outcome
    workflow { id kind state startedAt finishedAt actor { kind name email } steps { system name title state attempts lastError verifiedAt } }
  }
}`;

/** Retries or undoes a workflow of ours or, where we have none of that id, of the mail subgraph, which decides by its own rules. */
export async function resumeAnywhere(context: RequestContext, journal: WorkflowJournal, peers: Peers, id: string, direction: 'FORWARD' | 'UNDO'): Promise<Workflow | WorkflowNotWaiting> {
  const own = await resumeWorkflow(context, journal, { id, direction }, (db, record) => recordAudit(db, [record]));
  const resumed = own ?? (await peers.forward<{ resumeWorkflow: Resumption | null }>('mail', atMail, { id, direction }, context)).resumeWorkflow;
  if (!resumed) throw notFound('workflow');
  return resumed.outcome === 'RESUMED' ? resumed.workflow : new WorkflowNotWaiting(resumed.workflow, messages[resumed.outcome]);
}

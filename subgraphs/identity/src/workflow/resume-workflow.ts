import type { RequestContext } from '@dezky/kit/context/request-context';
import { notFound } from '@dezky/kit/failure/errors';
import type { Peers } from '@dezky/kit/peer/peers';
import { type Resumption, resumeWorkflow } from '@dezky/kit/workflow/resume-workflow';
import type { WorkflowJournal } from '@dezky/kit/workflow/workflow-journal';
import { type Workflow, WorkflowNotWaiting } from '@dezky/kit/workflow/workflow.type';
import { recordAudit } from '../audit/audit.repository';
import { type Stale, staleBecause } from './stale-workflow';

const messages = {
  NOT_WAITING: 'This change is not waiting for anybody: it is running, or has ended.',
  IRREVERSIBLE: 'Part of this change cannot be taken back any more. Retry it instead.',
  BUSY: 'Another change to the same person or domain is running. Wait for it.',
  OVERTAKEN: 'A later change stands in its place. This one cannot be gone on with.',
  SHARED: 'The person uses this sign-in elsewhere as well by now. It cannot be changed from here.',
  KEPT_OUT: 'The person is kept out. Resume them first.',
};

const resumeBy = (field: string): string => `mutation ResumeWorkflow($id: ID!, $direction: String!) {
  ${field}(workflowId: $id, direction: $direction) {
    outcome
    workflow { id kind state startedAt finishedAt actor { kind name email } steps { system name title state attempts lastError verifiedAt } }
  }
}`;

/** The other subgraphs that have workflows, each with its field for going on with one. */
const hosts = [['mail', 'resumeWorkflow'], ['booking', 'resumeBookingWorkflow']] as const;

/** Retries or undoes a workflow of ours or, where we have none of that id, of another subgraph, which decides by its own rules. */
export async function resumeAnywhere(context: RequestContext, journal: WorkflowJournal, peers: Peers, id: string, direction: 'FORWARD' | 'UNDO'): Promise<Workflow | WorkflowNotWaiting> {
  let resumed: Resumption<Stale> | null = await resumeWorkflow(context, journal, { id, direction }, (db, record) => recordAudit(db, [record]), (db, waiting) => staleBecause(db, waiting, direction));
  for (const [host, field] of hosts) resumed ??= (await peers.forward<Record<string, Resumption | null>>(host, resumeBy(field), { id, direction }, context))[field] ?? null;
  if (!resumed) throw notFound('workflow');
  return resumed.outcome === 'RESUMED' ? resumed.workflow : new WorkflowNotWaiting(resumed.workflow, messages[resumed.outcome]);
}

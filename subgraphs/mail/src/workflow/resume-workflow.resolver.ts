import { writeAudit } from '@dezky/kit/audit/audit-outbox';
import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { resumeWorkflow } from '@dezky/kit/workflow/resume-workflow';
import type { WorkflowJournal } from '@dezky/kit/workflow/workflow-journal';
import { WorkflowResumption } from '@dezky/kit/workflow/workflow.type';
import { Arg, Ctx, Directive, ID, Mutation, Resolver } from 'type-graphql';
import { staleBecause } from './stale-workflow';
import { workflowPolicy } from './workflow.policy';

@Resolver()
export class ResumeWorkflowResolver {
  constructor(private readonly journal: WorkflowJournal) {}

  @Directive('@inaccessible')
  @Mutation(() => WorkflowResumption, { nullable: true, description: 'For identity, which offers retryWorkflow and undoWorkflow over all subgraphs. Null: no such workflow here.' })
  @Authorize(workflowPolicy.resume)
  resumeWorkflow(@Arg('workflowId', () => ID) id: string, @Arg('direction', () => String) direction: string, @Ctx() context: RequestContext): Promise<WorkflowResumption | null> {
    const wanted = direction === 'UNDO' ? 'UNDO' : 'FORWARD';
    return resumeWorkflow(context, this.journal, { id, direction: wanted }, writeAudit, (db, waiting) => staleBecause(db, waiting, wanted));
  }
}

import { Audited } from '@dezky/kit/audit/audit-trail';
import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import type { Peers } from '@dezky/kit/peer/peers';
import type { WorkflowJournal } from '@dezky/kit/workflow/workflow-journal';
import { WorkflowInput, WorkflowNotWaiting } from '@dezky/kit/workflow/workflow.type';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { resumeAnywhere } from '../resume-workflow';
import { workflowPolicy } from '../workflow.policy';
import { UndoWorkflowResult, WorkflowUndone } from './undo-workflow.result';

@Resolver()
export class UndoWorkflowResolver {
  constructor(
    private readonly journal: WorkflowJournal,
    private readonly peers: Peers,
  ) {}

  @Mutation(() => UndoWorkflowResult, { description: 'Takes back what a change that stopped has done so far.' })
  @Audited('workflow.undone')
  @Authorize(workflowPolicy.resume)
  async undoWorkflow(@Arg('input', () => WorkflowInput) { workflowId }: WorkflowInput, @Ctx() context: RequestContext): Promise<typeof UndoWorkflowResult> {
    const result = await resumeAnywhere(context, this.journal, this.peers, workflowId, 'UNDO');
    return result instanceof WorkflowNotWaiting ? result : new WorkflowUndone(result);
  }
}

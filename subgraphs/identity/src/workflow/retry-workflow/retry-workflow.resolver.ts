import { Audited } from '@dezky/kit/audit/audit-trail';
import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import type { Peers } from '@dezky/kit/peer/peers';
import type { WorkflowJournal } from '@dezky/kit/workflow/workflow-journal';
import { WorkflowInput, WorkflowNotWaiting } from '@dezky/kit/workflow/workflow.type';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { resumeAnywhere } from '../resume-workflow';
import { workflowPolicy } from '../workflow.policy';
import { RetryWorkflowResult, WorkflowRetried } from './retry-workflow.result';

@Resolver()
export class RetryWorkflowResolver {
  constructor(
    private readonly journal: WorkflowJournal,
    private readonly peers: Peers,
  ) {}

  @Mutation(() => RetryWorkflowResult, { description: 'Goes on with a change that stopped, from the step that failed.' })
  @Audited('workflow.retried')
  @Authorize(workflowPolicy.resume)
  async retryWorkflow(@Arg('input', () => WorkflowInput) { workflowId }: WorkflowInput, @Ctx() context: RequestContext): Promise<typeof RetryWorkflowResult> {
    const result = await resumeAnywhere(context, this.journal, this.peers, workflowId, 'FORWARD');
    return result instanceof WorkflowNotWaiting ? result : new WorkflowRetried(result);
  }
}

import { Workflow, WorkflowNotWaiting } from '@dezky/kit/workflow/workflow.type';
import { Field, ObjectType, createUnionType } from 'type-graphql';

@ObjectType({ simpleResolvers: true })
export class WorkflowRetried {
  @Field(() => Workflow)
  workflow: Workflow;

  constructor(workflow: Workflow) {
    this.workflow = workflow;
  }
}

export const RetryWorkflowResult = createUnionType({
  name: 'RetryWorkflowResult',
  types: () => [WorkflowRetried, WorkflowNotWaiting] as const,
  resolveType: (value) => value.constructor.name,
});

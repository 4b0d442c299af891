import { Workflow, WorkflowNotWaiting } from '@dezky/kit/workflow/workflow.type';
import { Field, ObjectType, createUnionType } from 'type-graphql';

@ObjectType({ simpleResolvers: true })
export class WorkflowUndone {
  @Field(() => Workflow)
  workflow: Workflow;

  constructor(workflow: Workflow) {
    this.workflow = workflow;
  }
}

export const UndoWorkflowResult = createUnionType({
  name: 'UndoWorkflowResult',
  types: () => [WorkflowUndone, WorkflowNotWaiting] as const,
  resolveType: (value) => value.constructor.name,
});

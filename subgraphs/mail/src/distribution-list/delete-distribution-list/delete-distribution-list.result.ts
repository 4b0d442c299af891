import { InvalidInput } from '@dezky/kit/failure/failure.type';
import { Workflow } from '@dezky/kit/workflow/workflow.type';
import { Field, ID, ObjectType, createUnionType } from 'type-graphql';

@ObjectType({ simpleResolvers: true })
export class DistributionListDeleted {
  @Field(() => ID)
  listId: string;

  @Field(() => Workflow)
  workflow: Workflow;

  constructor(listId: string, workflow: Workflow) {
    this.listId = listId;
    this.workflow = workflow;
  }
}

export const DeleteDistributionListResult = createUnionType({
  name: 'DeleteDistributionListResult',
  types: () => [DistributionListDeleted, InvalidInput] as const,
  resolveType: (value) => value.constructor.name,
});

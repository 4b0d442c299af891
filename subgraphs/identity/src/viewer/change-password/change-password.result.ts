import { InvalidInput } from '@dezky/kit/failure/failure.type';
import { Workflow } from '@dezky/kit/workflow/workflow.type';
import { Field, ObjectType, createUnionType } from 'type-graphql';

@ObjectType({ simpleResolvers: true })
export class PasswordChanged {
  @Field(() => Workflow, { description: 'The new password works everywhere once it has succeeded.' })
  workflow: Workflow;

  constructor(workflow: Workflow) {
    this.workflow = workflow;
  }
}

export const ChangePasswordResult = createUnionType({
  name: 'ChangePasswordResult',
  types: () => [PasswordChanged, InvalidInput] as const,
  resolveType: (value) => value.constructor.name,
});

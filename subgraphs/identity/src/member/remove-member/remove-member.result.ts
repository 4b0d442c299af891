import { InvalidInput } from '@dezky/kit/failure/failure.type';
import { Workflow } from '@dezky/kit/workflow/workflow.type';
import { Field, ID, ObjectType, createUnionType } from 'type-graphql';
import { NotYourself, RoleLocked } from '../member-failure.type';

@ObjectType({ simpleResolvers: true })
export class MemberRemoved {
  @Field(() => ID)
  memberId: string;

  @Field(() => Workflow)
  workflow: Workflow;

  constructor(parts: { memberId: string; workflow: Workflow }) {
    Object.assign(this, parts);
  }
}

export const RemoveMemberResult = createUnionType({
  name: 'RemoveMemberResult',
  types: () => [MemberRemoved, NotYourself, RoleLocked, InvalidInput] as const,
  resolveType: (value) => value.constructor.name,
});

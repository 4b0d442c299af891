import { InvalidInput } from '@dezky/kit/failure/failure.type';
import { Workflow } from '@dezky/kit/workflow/workflow.type';
import { Field, ObjectType, createUnionType } from 'type-graphql';
import { NotYourself, RoleLocked } from '../member-failure.type';
import { Member } from '../member.type';

@ObjectType({ simpleResolvers: true })
export class MemberSuspended {
  @Field(() => Member)
  member: Member;

  @Field(() => Workflow)
  workflow: Workflow;

  constructor(parts: { member: Member; workflow: Workflow }) {
    Object.assign(this, parts);
  }
}

export const SuspendMemberResult = createUnionType({
  name: 'SuspendMemberResult',
  types: () => [MemberSuspended, NotYourself, RoleLocked, InvalidInput] as const,
  resolveType: (value) => value.constructor.name,
});

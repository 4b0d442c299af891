import { InvalidInput } from '@dezky/kit/failure/failure.type';
import { Workflow } from '@dezky/kit/workflow/workflow.type';
import { Field, ObjectType, createUnionType } from 'type-graphql';
import { Member } from '../member.type';

@ObjectType({ simpleResolvers: true })
export class MemberResumed {
  @Field(() => Member)
  member: Member;

  @Field(() => Workflow)
  workflow: Workflow;

  constructor(parts: { member: Member; workflow: Workflow }) {
    Object.assign(this, parts);
  }
}

export const ResumeMemberResult = createUnionType({
  name: 'ResumeMemberResult',
  types: () => [MemberResumed, InvalidInput] as const,
  resolveType: (value) => value.constructor.name,
});

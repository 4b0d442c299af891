import { InvalidInput } from '@dezky/kit/failure/failure.type';
import { Workflow } from '@dezky/kit/workflow/workflow.type';
import { Field, ObjectType, createUnionType } from 'type-graphql';
import { NotYourself, SignInShared } from '../member-failure.type';
import { Member } from '../member.type';

@ObjectType({ simpleResolvers: true })
export class MemberPasswordReset {
  @Field(() => Member)
  member: Member;

  @Field(() => String, { description: 'Works once the workflow has succeeded; shown this one time and never kept in clear.' })
  oneTimePassword: string;

  @Field(() => Workflow)
  workflow: Workflow;

  constructor(parts: { member: Member; oneTimePassword: string; workflow: Workflow }) {
    Object.assign(this, parts);
  }
}

export const ResetMemberPasswordResult = createUnionType({
  name: 'ResetMemberPasswordResult',
  types: () => [MemberPasswordReset, NotYourself, SignInShared, InvalidInput] as const,
  resolveType: (value) => value.constructor.name,
});

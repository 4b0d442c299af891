import { InvalidInput } from '@dezky/kit/failure/failure.type';
import { Workflow } from '@dezky/kit/workflow/workflow.type';
import { Field, Int, ObjectType, createUnionType } from 'type-graphql';
import { NotYourself, SignInShared } from '../member-failure.type';
import { Member } from '../member.type';

@ObjectType({ simpleResolvers: true })
export class MemberSignedOut {
  @Field(() => Member)
  member: Member;

  @Field(() => Int, { nullable: true, description: 'Sessions that were open at the identity provider when this was asked for; null when it could not say.' })
  sessionsEnded: number | null;

  @Field(() => Workflow)
  workflow: Workflow;

  constructor(parts: { member: Member; sessionsEnded: number | null; workflow: Workflow }) {
    Object.assign(this, parts);
  }
}

export const SignOutMemberResult = createUnionType({
  name: 'SignOutMemberResult',
  types: () => [MemberSignedOut, NotYourself, SignInShared, InvalidInput] as const,
  resolveType: (value) => value.constructor.name,
});

import { AddressTaken } from '@dezky/kit/address/address-failures.type';
import { InvalidInput } from '@dezky/kit/failure/failure.type';
import { Workflow } from '@dezky/kit/workflow/workflow.type';
import { Field, ObjectType, createUnionType } from 'type-graphql';
import { SignInShared } from '../member-failure.type';
import { Member } from '../member.type';

@ObjectType({ simpleResolvers: true })
export class MemberSignInChanged {
  @Field(() => Member)
  member: Member;

  @Field(() => Workflow)
  workflow: Workflow;

  constructor(parts: { member: Member; workflow: Workflow }) {
    Object.assign(this, parts);
  }
}

export const ChangeMemberSignInResult = createUnionType({
  name: 'ChangeMemberSignInResult',
  types: () => [MemberSignInChanged, AddressTaken, SignInShared, InvalidInput] as const,
  resolveType: (value) => value.constructor.name,
});

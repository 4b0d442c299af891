import { AddressTaken, DomainNotVerified } from '@dezky/kit/address/address-failures.type';
import { InvalidInput } from '@dezky/kit/failure/failure.type';
import { Workflow } from '@dezky/kit/workflow/workflow.type';
import { Field, ObjectType, createUnionType } from 'type-graphql';
import { SignInShared } from '../member-failure.type';
import { Member } from '../member.type';

@ObjectType({ simpleResolvers: true })
export class MemberAddressChanged {
  @Field(() => Member)
  member: Member;

  @Field(() => Workflow)
  workflow: Workflow;

  constructor(parts: { member: Member; workflow: Workflow }) {
    Object.assign(this, parts);
  }
}

export const ChangeMemberAddressResult = createUnionType({
  name: 'ChangeMemberAddressResult',
  types: () => [MemberAddressChanged, AddressTaken, DomainNotVerified, SignInShared, InvalidInput] as const,
  resolveType: (value) => value.constructor.name,
});

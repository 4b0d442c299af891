import { AddressTaken, DomainNotVerified } from '@dezky/kit/address/address-failures.type';
import { InvalidInput } from '@dezky/kit/failure/failure.type';
import { Workflow } from '@dezky/kit/workflow/workflow.type';
import { Field, ObjectType, createUnionType } from 'type-graphql';
import { SignInShared } from '../member-failure.type';
import { Member } from '../member.type';

@ObjectType({ simpleResolvers: true })
export class MailboxCreated {
  @Field(() => Member)
  member: Member;

  @Field(() => String, { description: 'Opens the mailbox until the member chooses one password for everything at their next sign-in; shown this one time and never kept in clear.' })
  oneTimePassword: string;

  @Field(() => Workflow)
  workflow: Workflow;

  constructor(parts: { member: Member; oneTimePassword: string; workflow: Workflow }) {
    Object.assign(this, parts);
  }
}

export const CreateMailboxResult = createUnionType({
  name: 'CreateMailboxResult',
  types: () => [MailboxCreated, AddressTaken, DomainNotVerified, SignInShared, InvalidInput] as const,
  resolveType: (value) => value.constructor.name,
});

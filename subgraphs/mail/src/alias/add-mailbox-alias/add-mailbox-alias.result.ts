import { AddressTaken, DomainNotVerified } from '@dezky/kit/address/address-failures.type';
import { InvalidInput } from '@dezky/kit/failure/failure.type';
import { Workflow } from '@dezky/kit/workflow/workflow.type';
import { Field, ObjectType, createUnionType } from 'type-graphql';
import { Mailbox } from '../../mailbox/mailbox.type';

@ObjectType({ simpleResolvers: true })
export class MailboxAliasAdded {
  @Field(() => Mailbox)
  mailbox: Mailbox;

  @Field(() => Workflow)
  workflow: Workflow;

  constructor(mailbox: Mailbox, workflow: Workflow) {
    this.mailbox = mailbox;
    this.workflow = workflow;
  }
}

export const AddMailboxAliasResult = createUnionType({
  name: 'AddMailboxAliasResult',
  types: () => [MailboxAliasAdded, AddressTaken, DomainNotVerified, InvalidInput] as const,
  resolveType: (value) => value.constructor.name,
});

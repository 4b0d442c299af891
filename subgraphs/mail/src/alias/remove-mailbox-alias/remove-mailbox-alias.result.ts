import { InvalidInput } from '@dezky/kit/failure/failure.type';
import { Workflow } from '@dezky/kit/workflow/workflow.type';
import { Field, ObjectType, createUnionType } from 'type-graphql';
import { Mailbox } from '../../mailbox/mailbox.type';

@ObjectType({ simpleResolvers: true })
export class MailboxAliasRemoved {
  @Field(() => Mailbox)
  mailbox: Mailbox;

  @Field(() => Workflow, { description: 'When it has succeeded, the address is free for others.' })
  workflow: Workflow;

  constructor(mailbox: Mailbox, workflow: Workflow) {
    this.mailbox = mailbox;
    this.workflow = workflow;
  }
}

export const RemoveMailboxAliasResult = createUnionType({
  name: 'RemoveMailboxAliasResult',
  types: () => [MailboxAliasRemoved, InvalidInput] as const,
  resolveType: (value) => value.constructor.name,
});

import { InvalidInput } from '@dezky/kit/failure/failure.type';
import { Workflow } from '@dezky/kit/workflow/workflow.type';
import { Field, ObjectType, createUnionType } from 'type-graphql';
import { Mailbox } from '../../mailbox/mailbox.type';

@ObjectType({ simpleResolvers: true })
export class MailboxAliasUpdated {
  @Field(() => Mailbox)
  mailbox: Mailbox;

  @Field(() => Workflow)
  workflow: Workflow;

  constructor(mailbox: Mailbox, workflow: Workflow) {
    this.mailbox = mailbox;
    this.workflow = workflow;
  }
}

export const UpdateMailboxAliasResult = createUnionType({
  name: 'UpdateMailboxAliasResult',
  types: () => [MailboxAliasUpdated, InvalidInput] as const,
  resolveType: (value) => value.constructor.name,
});

import { EmailAddress } from '@dezky/kit/federation/scalars';
import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class RemoveMailboxAliasInput {
  @Field(() => ID)
  mailboxId: string;

  @Field(() => EmailAddress)
  address: string;
}

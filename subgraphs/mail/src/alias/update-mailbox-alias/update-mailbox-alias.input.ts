import { EmailAddress } from '@dezky/kit/federation/scalars';
import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class UpdateMailboxAliasInput {
  @Field(() => ID)
  mailboxId: string;

  @Field(() => EmailAddress)
  address: string;

  @Field(() => Boolean, { nullable: true, description: 'Left out, it stays as it is.' })
  enabled: boolean | null;

  @Field(() => String, { nullable: true, description: 'Left out, it stays as it is; null or empty takes it away.' })
  description: string | null;
}

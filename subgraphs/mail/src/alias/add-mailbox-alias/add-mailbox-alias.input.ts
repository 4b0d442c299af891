import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class AddMailboxAliasInput {
  @Field(() => ID)
  mailboxId: string;

  @Field(() => String, { description: "An address on a verified domain of the tenant's." })
  address: string;

  @Field(() => String, { nullable: true, description: 'What it is for; at most 100 characters.' })
  description: string | null;
}

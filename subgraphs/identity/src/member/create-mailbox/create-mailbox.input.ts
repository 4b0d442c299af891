import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class CreateMailboxInput {
  @Field(() => ID)
  memberId: string;

  @Field(() => String, { description: 'The part of the address before the @, on the primary domain.' })
  localPart: string;
}

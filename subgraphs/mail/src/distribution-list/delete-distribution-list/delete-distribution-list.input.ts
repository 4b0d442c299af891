import { EmailAddress } from '@dezky/kit/federation/scalars';
import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class DeleteDistributionListInput {
  @Field(() => ID)
  listId: string;

  @Field(() => EmailAddress, { description: 'The address it has: a list that was given another one meanwhile is not deleted.' })
  address: string;
}

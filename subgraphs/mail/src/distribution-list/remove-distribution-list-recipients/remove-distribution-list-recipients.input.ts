import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class RemoveDistributionListRecipientsInput {
  @Field(() => ID)
  listId: string;

  @Field(() => [String], { description: 'At most 1,000 at once.' })
  recipients: string[];
}

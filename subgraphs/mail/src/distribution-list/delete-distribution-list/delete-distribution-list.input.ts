import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class DistributionListInput {
  @Field(() => ID)
  listId: string;
}

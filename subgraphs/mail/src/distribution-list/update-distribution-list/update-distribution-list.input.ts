import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class UpdateDistributionListInput {
  @Field(() => ID)
  listId: string;

  @Field(() => String, { nullable: true, description: 'Left out, it stays as it is.' })
  name: string | null;

  @Field(() => String, { nullable: true, description: 'Left out, it stays as it is. Mail to the old address is refused from then on, and lists that have it as a recipient follow.' })
  address: string | null;
}

import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class CreateDistributionListInput {
  @Field(() => ID)
  tenantId: string;

  @Field(() => String, { description: 'What people call it; at most 100 characters.' })
  name: string;

  @Field(() => String, { description: "An address on a verified domain of the tenant's." })
  address: string;

  @Field(() => [String], { nullable: true, description: 'Who gets its mail, outside addresses included; at most 1,000. They can be added later.' })
  recipients: string[] | null;
}

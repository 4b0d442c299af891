import { Field, ID, InputType, Int } from 'type-graphql';

@InputType()
export class SetSeatsInput {
  @Field(() => ID)
  tenantId: string;

  @Field(() => String)
  tenantName: string;

  @Field(() => String, { nullable: true, description: 'Where Stripe writes to about invoices.' })
  ownerEmail: string | null;

  @Field(() => Int)
  seats: number;

  @Field(() => Int, { description: 'Counts the changes of the tenant’s members; a lower one than the last is dropped.' })
  version: number;
}

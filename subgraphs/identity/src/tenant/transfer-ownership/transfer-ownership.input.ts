import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class TransferOwnershipInput {
  @Field(() => ID)
  tenantId: string;

  @Field(() => ID, { description: 'The member who becomes the owner.' })
  memberId: string;
}

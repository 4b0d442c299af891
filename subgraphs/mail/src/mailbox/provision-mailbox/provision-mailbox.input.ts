import { EmailAddress } from '@dezky/kit/federation/scalars';
import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class ProvisionMailboxInput {
  @Field(() => ID)
  tenantId: string;

  @Field(() => ID)
  memberId: string;

  @Field(() => EmailAddress)
  address: string;

  @Field(() => String)
  displayName: string;

  @Field(() => String)
  password: string;
}

import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class ProvisionDriveInput {
  @Field(() => ID)
  tenantId: string;

  @Field(() => ID)
  memberId: string;

  @Field(() => String, { description: 'The name the member signs in with; it ties the account to the sign-in.' })
  username: string;

  @Field(() => String)
  displayName: string;
}

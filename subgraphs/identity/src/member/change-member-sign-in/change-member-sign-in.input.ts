import { EmailAddress } from '@dezky/kit/federation/scalars';
import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class ChangeMemberSignInInput {
  @Field(() => ID)
  memberId: string;

  @Field(() => EmailAddress, { description: 'An address outside of every domain that is here.' })
  email: string;
}

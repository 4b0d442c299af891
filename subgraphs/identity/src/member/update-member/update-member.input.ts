import { EmailAddress } from '@dezky/kit/federation/scalars';
import { Field, ID, InputType } from 'type-graphql';

@InputType({ description: 'Contact information; what is left out stays as it is, null clears it.' })
export class UpdateMemberInput {
  @Field(() => ID)
  memberId: string;

  @Field(() => String, { nullable: true, description: 'Cannot be cleared.' })
  displayName?: string | null;

  @Field(() => String, { nullable: true })
  firstName?: string | null;

  @Field(() => String, { nullable: true })
  lastName?: string | null;

  @Field(() => String, { nullable: true, description: 'As people write it; digits, spaces and + ( ) - . / only.' })
  phone?: string | null;

  @Field(() => EmailAddress, { nullable: true, description: 'Where the person is reached when the mailbox is not.' })
  alternativeEmail?: string | null;
}

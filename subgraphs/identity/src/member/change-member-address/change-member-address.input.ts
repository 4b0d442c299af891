import { Hostname } from '@dezky/kit/federation/scalars';
import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class ChangeMemberAddressInput {
  @Field(() => ID)
  memberId: string;

  @Field(() => String, { description: 'The part of the new address before the @.' })
  localPart: string;

  @Field(() => Hostname, { nullable: true, description: 'One of the tenant’s domains; the primary one when left out.' })
  domain?: string | null;

  @Field(() => Boolean, { defaultValue: true, description: 'Whether mail to the old address still arrives, as an alias.' })
  keepOldAddress: boolean;
}

import { TenantRole } from '@dezky/kit/context/actor';
import { EmailAddress } from '@dezky/kit/federation/scalars';
import { Field, ID, InputType } from 'type-graphql';

@InputType({ description: 'A colleague: with a mailbox on the primary domain (localPart), or with an address of their own to sign in with and no mailbox (externalSignIn). One of the two.' })
export class CreateMemberInput {
  @Field(() => ID)
  tenantId: string;

  @Field(() => String)
  displayName: string;

  @Field(() => String, { nullable: true, description: 'The part of the address before the @.' })
  localPart?: string | null;

  @Field(() => EmailAddress, { nullable: true, description: 'An address outside of every domain that is here. The mailbox can be created later.' })
  externalSignIn?: string | null;

  @Field(() => TenantRole, { nullable: true, defaultValue: 'MEMBER' })
  role?: TenantRole | null;
}

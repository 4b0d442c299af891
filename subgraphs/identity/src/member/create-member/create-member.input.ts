import { TenantRole } from '@dezky/kit/context/actor';
import { Field, ID, InputType } from 'type-graphql';

@InputType({ description: 'A colleague with a mailbox on the primary domain.' })
export class CreateMemberInput {
  @Field(() => ID)
  tenantId: string;

  @Field(() => String)
  displayName: string;

  @Field(() => String, { nullable: true, description: 'The part of the address before the @.' })
  localPart?: string | null;

  @Field(() => TenantRole, { nullable: true, defaultValue: 'MEMBER' })
  role?: TenantRole | null;
}

import { TenantRole } from '@dezky/kit/context/actor';
import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class ChangeMemberRoleInput {
  @Field(() => ID)
  memberId: string;

  @Field(() => TenantRole, { description: 'ADMIN or MEMBER; an owner is made by transferOwnership.' })
  role: TenantRole;
}

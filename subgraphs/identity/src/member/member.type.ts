import { TenantRole } from '@dezky/kit/context/actor';
import { connectionOf } from '@dezky/kit/federation/connection';
import { EmailAddress } from '@dezky/kit/federation/scalars';
import { BackendState } from '@dezky/kit/federation/shared.type';
import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { MemberStatus } from './member.entity';

export const RoleLock = { OWNER: 'OWNER', BOOTSTRAP_ADMIN: 'BOOTSTRAP_ADMIN', SELF: 'SELF', LAST_ADMIN: 'LAST_ADMIN' } as const;
export type RoleLock = (typeof RoleLock)[keyof typeof RoleLock];

export const MemberOrder = { DISPLAY_NAME_ASC: 'DISPLAY_NAME_ASC', DISPLAY_NAME_DESC: 'DISPLAY_NAME_DESC', CREATED_AT_ASC: 'CREATED_AT_ASC', CREATED_AT_DESC: 'CREATED_AT_DESC' } as const;
export type MemberOrder = (typeof MemberOrder)[keyof typeof MemberOrder];

registerEnumType(TenantRole, { name: 'TenantRole', description: 'What a member may do in the tenant.' });
registerEnumType(RoleLock, { name: 'RoleLock', description: 'Why a role cannot be changed here.' });
registerEnumType(MemberStatus, { name: 'MemberStatus', description: 'Where a member is in their life at the tenant.' });
registerEnumType(MemberOrder, { name: 'MemberOrder', description: 'How a list of members is sorted.' });

@InputType({ description: 'Narrows a list of members; what is left out does not narrow.' })
export class MemberFilter {
  @Field(() => TenantRole, { nullable: true })
  role?: TenantRole | null;

  @Field(() => MemberStatus, { nullable: true })
  status?: MemberStatus | null;
}

@ObjectType({ simpleResolvers: true, description: 'A member at the identity provider, read live.' })
export class SignIn {
  @Field(() => EmailAddress)
  email: string;

  @Field(() => BackendState)
  state: BackendState;

  @Field(() => Date, { nullable: true })
  lastSignInAt: Date | null;

  @Field(() => Int, { description: 'Second factors that are set up.' })
  authenticators: number;

  @Field(() => Int, { description: 'Sessions that are open.' })
  sessions: number;
}

@Directive('@key(fields: "id")')
@ObjectType({ simpleResolvers: true, description: "A person's place in one tenant; a user may have several." })
export class Member {
  @Field(() => ID)
  id: string;

  @Field(() => TenantRole)
  role: TenantRole;

  @Field(() => MemberStatus)
  status: MemberStatus;

  @Field(() => String)
  displayName: string;

  @Field(() => String, { nullable: true })
  firstName: string | null;

  @Field(() => String, { nullable: true })
  lastName: string | null;

  @Field(() => String, { nullable: true })
  phone: string | null;

  @Field(() => EmailAddress, { nullable: true })
  alternativeEmail: string | null;

  @Field(() => Date)
  createdAt: Date;

  tenantId: string;
  userId: string;
  address: string;
  bootstrap: boolean;
}

export const MemberConnection = connectionOf('Member', () => Member);

@InputType()
export class MemberInput {
  @Field(() => ID)
  memberId: string;
}

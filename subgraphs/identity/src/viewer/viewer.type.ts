import { AtMost } from '@dezky/kit/federation/cost';
import { Field, ObjectType } from 'type-graphql';
import { Member } from '../member/member.type';
import { Partner } from '../partner/partner.type';
import { User } from '../user/user.type';

@ObjectType({ simpleResolvers: true, description: 'Who is signed in.' })
export class Viewer {
  @Field(() => User)
  user: User;

  @AtMost(20)
  @Field(() => [Member], { description: 'Their places in tenants. Empty while a one-time password has to be changed.' })
  memberships: Member[];

  @Field(() => Partner, { nullable: true, description: 'Set for the staff of a partner.' })
  partner: Partner | null;

  @Field(() => Boolean)
  isOperator: boolean;

  @Field(() => Boolean, { description: 'Signed in with a one-time password: nothing but changePassword is possible.' })
  passwordChangeRequired: boolean;
}

import { Failure, FailureCode, InvalidInput } from '@dezky/kit/failure/failure.type';
import { Field, ObjectType, createUnionType } from 'type-graphql';
import { RoleLocked } from '../member-failure.type';
import { Member } from '../member.type';

@ObjectType({ simpleResolvers: true })
export class MemberRoleChanged {
  @Field(() => Member)
  member: Member;

  constructor(member: Member) {
    this.member = member;
  }
}

@ObjectType({ implements: Failure, simpleResolvers: true, description: 'Nobody would be left who may administer the tenant.' })
export class LastAdmin extends Failure {
  constructor(name: string) {
    super(FailureCode.LAST_ADMIN, `${name} is the last person who can administer this tenant. Make somebody else an admin first.`);
  }
}

export const ChangeMemberRoleResult = createUnionType({
  name: 'ChangeMemberRoleResult',
  types: () => [MemberRoleChanged, RoleLocked, LastAdmin, InvalidInput] as const,
  resolveType: (value) => value.constructor.name,
});

import { InvalidInput } from '@dezky/kit/failure/failure.type';
import { Field, ObjectType, createUnionType } from 'type-graphql';
import { Member } from '../../member/member.type';

@ObjectType({ simpleResolvers: true })
export class OwnershipTransferred {
  @Field(() => Member)
  owner: Member;

  @Field(() => Member, { nullable: true, description: 'Who owned the tenant until now, an admin from here on; null when nobody did.' })
  formerOwner: Member | null;

  constructor(parts: { owner: Member; formerOwner: Member | null }) {
    Object.assign(this, parts);
  }
}

export const TransferOwnershipResult = createUnionType({
  name: 'TransferOwnershipResult',
  types: () => [OwnershipTransferred, InvalidInput] as const,
  resolveType: (value) => value.constructor.name,
});

import { AtMost } from '@dezky/kit/federation/cost';
import { Field, Int, ObjectType } from 'type-graphql';
import { DistributionList } from './distribution-list.type';

/** So many are named; all of them are counted. */
export const membershipsNamed = 20;

@ObjectType({ simpleResolvers: true, description: 'A distribution list that hands mail on to a mailbox.' })
export class ListMembership {
  @Field(() => DistributionList)
  list: DistributionList;

  @Field(() => Boolean, { description: 'Whether the list has no recipient but the addresses of this mailbox: without it, mail to the list is refused.' })
  onlyRecipient: boolean;
}

@ObjectType({ simpleResolvers: true, description: 'Which distribution lists have an address of a mailbox as a recipient. It leaves all of them when it is removed, and stays in them while it is frozen.' })
export class ListMemberships {
  @Field(() => Int)
  count: number;

  @Field(() => Int, { description: 'How many of them have no other recipient.' })
  onlyRecipientCount: number;

  @AtMost(membershipsNamed)
  @Field(() => [ListMembership], { description: `Those without another recipient first, then by address; at most ${membershipsNamed}.` })
  memberships: ListMembership[];
}

import { CostsNothing } from '@dezky/kit/federation/cost';
import { Field, ObjectType } from 'type-graphql';

@CostsNothing()
@ObjectType({ simpleResolvers: true, description: 'A time that can be booked.' })
export class Slot {
  @Field(() => Date)
  startsAt: Date;

  @Field(() => Date)
  endsAt: Date;
}

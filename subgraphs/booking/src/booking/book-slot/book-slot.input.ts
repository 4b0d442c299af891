import { Field, InputType } from 'type-graphql';

@InputType({ description: 'A free time of a booking page, and who books it.' })
export class BookSlotInput {
  @Field(() => String, { description: "The tenant's slug, as in the page's address." })
  tenant: string;

  @Field(() => String, { description: "The page's slug, as in its address." })
  page: string;

  @Field(() => Date, { description: 'The beginning of a slot of the page.' })
  startsAt: Date;

  @Field(() => String)
  attendeeName: string;

  @Field(() => String)
  attendeeEmail: string;
}

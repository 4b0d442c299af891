import { TimeZone } from '@dezky/kit/federation/scalars';
import { Field, Int, ObjectType } from 'type-graphql';
import type { BookingPageEntity } from '../booking-page.entity';

@ObjectType({ simpleResolvers: true, description: 'What a visitor sees of a booking page, and nothing else of its tenant.' })
export class PublicBookingPage {
  @Field(() => String)
  title: string;

  @Field(() => Int)
  durationMinutes: number;

  @Field(() => TimeZone, { description: 'Where the host works; times are shown to visitors in their own.' })
  timeZone: string;

  @Field(() => Date, { description: 'No time is offered from here on.' })
  bookableUntil: Date;

  row: BookingPageEntity;
}

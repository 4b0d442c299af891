import { connectionOf } from '@dezky/kit/federation/connection';
import { EmailAddress } from '@dezky/kit/federation/scalars';
import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { BookingState } from './booking.entity';

registerEnumType(BookingState, {
  name: 'BookingState',
  description: "How far a booking is. PENDING has its time reserved and is being written into the host's calendar; CALENDAR_FAILED waits for a person, its time stays reserved.",
});

@ObjectType({ simpleResolvers: true, description: 'Who booked, in their own words: nobody checks the address.' })
export class Attendee {
  @Field(() => String)
  name: string;

  @Field(() => EmailAddress)
  email: string;
}

@ObjectType({ simpleResolvers: true, description: 'A time that a visitor booked on a booking page.' })
export class Booking {
  @Field(() => ID)
  id: string;

  @Field(() => Date)
  startsAt: Date;

  @Field(() => Date)
  endsAt: Date;

  @Field(() => BookingState)
  state: BookingState;

  @Field(() => Attendee)
  attendee: Attendee;

  @Field(() => Date)
  createdAt: Date;

  tenantId: string;
  pageId: string;
}

@InputType()
export class BookingFilter {
  @Field(() => Date, { nullable: true, description: 'Only those that end later than this; now gives what is still to come.' })
  endsAfter?: Date | null;
}

export const BookingConnection = connectionOf('Booking', () => Booking);

import { Failure, FailureCode, InvalidInput } from '@dezky/kit/failure/failure.type';
import { Field, ID, ObjectType, createUnionType } from 'type-graphql';
import { Slot } from '../../slot/slot.type';
import { BookingState } from '../booking.entity';

@ObjectType({ simpleResolvers: true, description: 'What a visitor sees of their booking.' })
export class BookedSlot {
  @Field(() => ID, { description: 'To name the booking by when something is asked about it.' })
  id: string;

  @Field(() => Date)
  startsAt: Date;

  @Field(() => Date)
  endsAt: Date;

  @Field(() => BookingState, { description: "CONFIRMED once it was seen in the host's calendar; before that the time is reserved all the same." })
  state: BookingState;
}

@ObjectType({ simpleResolvers: true })
export class SlotBooked {
  @Field(() => BookedSlot)
  booking: BookedSlot;

  constructor(booking: BookedSlot) {
    this.booking = booking;
  }
}

@ObjectType({ implements: Failure, simpleResolvers: true, description: 'Somebody was faster, or the host has something else to do then.' })
export class SlotTaken extends Failure {
  @Field(() => Slot, { nullable: true, description: 'The next free time; null when none is near.' })
  nextFree: Slot | null;

  constructor(nextFree: Slot | null) {
    super(FailureCode.SLOT_TAKEN, 'This time has just been taken. Choose another one.', ['input', 'startsAt']);
    this.nextFree = nextFree;
  }
}

@ObjectType({ implements: Failure, simpleResolvers: true, description: 'The page does not offer this time, whoever is busy then.' })
export class SlotUnavailable extends Failure {
  constructor(message: string) {
    super(FailureCode.SLOT_UNAVAILABLE, message, ['input', 'startsAt']);
  }
}

export const BookSlotResult = createUnionType({
  name: 'BookSlotResult',
  types: () => [SlotBooked, SlotTaken, SlotUnavailable, InvalidInput] as const,
  resolveType: (value) => value.constructor.name,
});

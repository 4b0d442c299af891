import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { newId } from '@dezky/kit/database/id';
import { badUserInput } from '@dezky/kit/failure/errors';
import { Arg, Ctx, Directive, Field, ID, InputType, Int, Mutation, Resolver } from 'type-graphql';
import { isTimeZone } from '../../slot/zoned-time';
import { BookingPageEntity } from '../booking-page.entity';
import { bookingPagePolicy } from '../booking-page.policy';

@InputType()
export class OpenBookingPageInput {
  @Field(() => ID)
  tenantId: string;

  @Field(() => String)
  tenantSlug: string;

  @Field(() => ID)
  hostMemberId: string;

  @Field(() => String)
  slug: string;

  @Field(() => String)
  title: string;

  @Field(() => Int)
  durationMinutes: number;

  @Field(() => String)
  timeZone: string;
}

const officeHours = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '09:00', to: '17:00' }));

@Resolver()
export class OpenBookingPageResolver {
  @Directive('@inaccessible')
  @Mutation(() => ID, { description: 'For the stack: a booking page with office hours, or the one that has this slug.' })
  @Authorize(bookingPagePolicy.open)
  openBookingPage(@Arg('input', () => OpenBookingPageInput) input: OpenBookingPageInput, @Ctx() context: RequestContext): Promise<string> {
    const { tenantId, slug } = input;
    if (!isTimeZone(input.timeZone)) throw badUserInput(`"${input.timeZone}" is no time zone of the IANA database.`);
    return context.rows.in(context.reach, async (db) => {
      const row = { ...input, id: newId(), hours: officeHours, bufferMinutes: 0, noticeMinutes: 60, horizonDays: 30, active: true };
      await db.createQueryBuilder().insert().into(BookingPageEntity).values(row).orIgnore().returning([]).execute();
      return (await db.findOneByOrFail(BookingPageEntity, { tenantId, slug })).id;
    });
  }
}

import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { badUserInput } from '@dezky/kit/failure/errors';
import { AsksBackEnd, AtMost } from '@dezky/kit/federation/cost';
import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { IdentityPeer } from '../../host/identity-peer';
import type { Agenda } from '../../slot/agenda';
import { bookableUntil } from '../../slot/offered-slots';
import { Slot } from '../../slot/slot.type';
import { bookingPagePolicy } from '../booking-page.policy';
import { visitedPage } from '../booking-page.repository';
import { PublicBookingPage } from './public-booking-page.type';

const longestWindowMs = 42 * 86_400_000;

/** Of the length that is the least a page may have (a check on the table), one after the other around the clock. */
const mostSlots = longestWindowMs / (5 * 60_000);

@Resolver(() => PublicBookingPage)
export class PublicBookingPageResolver {
  constructor(
    private readonly agenda: Agenda,
    private readonly identity: IdentityPeer,
  ) {}

  // Of the page, not of each slot: the host's calendar is asked once for all of them.
  @AsksBackEnd()
  @Query(() => PublicBookingPage, { nullable: true, description: 'The booking page at a public address; null where none is. Needs no sign-in.' })
  @Authorize(bookingPagePolicy.visit)
  async publicBookingPage(@Arg('tenant', () => String) tenant: string, @Arg('page', () => String) page: string, @Ctx() context: RequestContext): Promise<PublicBookingPage | null> {
    const row = await visitedPage(context, tenant, page);
    if (!row) return null;
    const { title, durationMinutes, timeZone } = row;
    return Object.assign(new PublicBookingPage(), { title, durationMinutes, timeZone, bookableUntil: bookableUntil(row, new Date()), row });
  }

  @FieldResolver(() => String, { nullable: true, description: 'With whom visitors book; null when the host is away for good.' })
  @Authorize(bookingPagePolicy.visit)
  hostName(@Root() { row }: PublicBookingPage, @Ctx() context: RequestContext): Promise<string | null> {
    return this.identity.memberName(row.hostMemberId, { tenantId: row.tenantId, requestId: context.origin.requestId });
  }

  @AtMost(mostSlots)
  @FieldResolver(() => [Slot], { nullable: true, description: 'Free times that begin in a window of 42 days at most, in order. Null, with an error, while nobody can say whether the host is free.' })
  @Authorize(bookingPagePolicy.visit)
  slots(@Root() { row }: PublicBookingPage, @Arg('from', () => Date) from: Date, @Arg('to', () => Date) to: Date, @Ctx() context: RequestContext): Promise<Slot[]> {
    if (!(from < to) || to.getTime() - from.getTime() > longestWindowMs) throw badUserInput('"to" has to come after "from", by 42 days at most.');
    return this.agenda.freeSlots(context, row, { start: from, end: to });
  }
}

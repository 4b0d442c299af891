import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { Arg, Ctx, Directive, ID, Query, Resolver } from 'type-graphql';
import type { StalwartClient } from '../stalwart/stalwart-client';
import { mailboxPolicy } from './mailbox.policy';
import { memberAccount } from './member-account';

@Resolver()
export class CalendarAccountResolver {
  constructor(private readonly stalwart: StalwartClient) {}

  @Directive('@inaccessible')
  @Query(() => ID, { nullable: true, description: "For booking: the account at the mail server that has a member's calendar; null without one in use." })
  @Authorize(mailboxPolicy.calendar)
  async calendarAccount(@Arg('memberId', () => ID) memberId: string, @Ctx() context: RequestContext): Promise<string | null> {
    const account = await memberAccount(context, this.stalwart, memberId);
    // A frozen mailbox belongs to somebody who is kept out: nobody is to count on meeting them.
    return account?.mailbox.state === 'ACTIVE' ? account.accountId : null;
  }
}

import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { Arg, Ctx, Directive, ID, Mutation, Resolver } from 'type-graphql';
import { type RecipientFollower, causeOf } from '../../distribution-list/follow-recipients/follow-recipients';
import type { StalwartClient } from '../../stalwart/stalwart-client';
import { deleteMailbox } from '../mailbox.repository';
import { mailboxPolicy } from '../mailbox.policy';
import { memberAccount } from '../member-account';

@Resolver()
export class RemoveMailboxResolver {
  constructor(
    private readonly stalwart: StalwartClient,
    private readonly follower: RecipientFollower,
  ) {}

  @Directive('@inaccessible')
  @Mutation(() => Boolean, { description: 'For identity: deletes the mailbox with its mail and frees its addresses; lists lose them as recipients. False when there is none.' })
  @Authorize(mailboxPolicy.remove)
  async removeMailbox(@Arg('memberId', () => ID) memberId: string, @Ctx() context: RequestContext): Promise<boolean> {
    const account = await memberAccount(context, this.stalwart, memberId);
    if (!account) return false;
    if (account.accountId) await this.stalwart.destroyMailbox(account.accountId);
    await context.rows.in(context.reach, async (db) => {
      const addresses = await deleteMailbox(db, account.mailbox.id);
      await this.follower.follow(db, { tenantId: account.mailbox.tenantId, addresses, to: null }, causeOf(context));
    });
    return true;
  }
}

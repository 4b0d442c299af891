import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { Arg, Ctx, Directive, ID, Mutation, Resolver } from 'type-graphql';
import type { StalwartClient } from '../../stalwart/stalwart-client';
import { MailboxEntity } from '../mailbox.entity';
import { mailboxPolicy } from '../mailbox.policy';
import { memberAccount } from '../member-account';

@Resolver()
export class FreezeMailboxResolver {
  constructor(private readonly stalwart: StalwartClient) {}

  @Directive('@inaccessible')
  @Mutation(() => Boolean, { description: 'For identity: closes the mailbox for its owner, mail goes on arriving. False when there is none.' })
  @Authorize(mailboxPolicy.freeze)
  async freezeMailbox(@Arg('memberId', () => ID) memberId: string, @Ctx() context: RequestContext): Promise<boolean> {
    const account = await memberAccount(context, this.stalwart, memberId);
    if (!account?.accountId) return false;
    await this.stalwart.freezeMailbox(account.accountId);
    await context.rows.in(context.reach, (db) => db.update(MailboxEntity, { id: account.mailbox.id }, { state: 'FROZEN' }));
    return true;
  }
}

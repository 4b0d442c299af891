import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { Arg, Ctx, Directive, ID, Mutation, Resolver } from 'type-graphql';
import type { StalwartClient } from '../../stalwart/stalwart-client';
import { MailboxEntity } from '../mailbox.entity';
import { mailboxPolicy } from '../mailbox.policy';
import { memberAccount } from '../member-account';

@Resolver()
export class SetMailboxNameResolver {
  constructor(private readonly stalwart: StalwartClient) {}

  @Directive('@inaccessible')
  @Mutation(() => Boolean, { description: 'For identity: the name that goes with the address in mail. False when there is no mailbox.' })
  @Authorize(mailboxPolicy.rename)
  async setMailboxName(@Arg('memberId', () => ID) memberId: string, @Arg('displayName', () => String) displayName: string, @Ctx() context: RequestContext): Promise<boolean> {
    const account = await memberAccount(context, this.stalwart, memberId);
    if (!account?.accountId) return false;
    await this.stalwart.setDisplayName(account.accountId, displayName);
    await context.rows.in(context.reach, (db) => db.update(MailboxEntity, { id: account.mailbox.id }, { displayName }));
    return true;
  }
}

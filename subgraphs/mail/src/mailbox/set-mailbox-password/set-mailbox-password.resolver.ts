import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { notFound } from '@dezky/kit/failure/errors';
import { Arg, Ctx, Directive, ID, Mutation, Resolver } from 'type-graphql';
import type { StalwartClient } from '../../stalwart/stalwart-client';
import { mailboxPolicy } from '../mailbox.policy';
import { memberAccount } from '../member-account';

@Resolver()
export class SetMailboxPasswordResolver {
  constructor(private readonly stalwart: StalwartClient) {}

  @Directive('@inaccessible')
  @Mutation(() => Boolean, { description: 'For identity: the password that mail programs sign in with.' })
  @Authorize(mailboxPolicy.setPassword)
  async setMailboxPassword(@Arg('memberId', () => ID) memberId: string, @Arg('password', () => String) password: string, @Ctx() context: RequestContext): Promise<boolean> {
    const account = await memberAccount(context, this.stalwart, memberId);
    if (!account?.accountId) throw notFound('mailbox');
    await this.stalwart.setPassword(account.accountId, password);
    return true;
  }
}

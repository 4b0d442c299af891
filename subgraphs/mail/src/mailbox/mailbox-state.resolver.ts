import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { BackendState } from '@dezky/kit/federation/shared.type';
import { Arg, Ctx, Directive, ID, Query, Resolver } from 'type-graphql';
import type { StalwartClient } from '../stalwart/stalwart-client';
import { mailboxPolicy } from './mailbox.policy';
import { memberAccount } from './member-account';

@Resolver()
export class MailboxStateResolver {
  constructor(private readonly stalwart: StalwartClient) {}

  @Directive('@inaccessible')
  @Query(() => BackendState, { nullable: true, description: 'For identity: the mailbox as the mail server has it now; null when it has none.' })
  @Authorize(mailboxPolicy.offer)
  async mailboxState(@Arg('memberId', () => ID) memberId: string, @Ctx() context: RequestContext): Promise<BackendState | null> {
    const account = await memberAccount(context, this.stalwart, memberId);
    if (!account?.accountId) return null;
    const state = (await this.stalwart.getMailboxes([account.accountId])).get(account.accountId);
    return state ? (state.frozen ? 'FROZEN' : 'ACTIVE') : null;
  }
}

import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import type { Db } from '@dezky/kit/database/rows';
import { isUniqueViolation } from '@dezky/kit/database/unique-violation';
import { notFound } from '@dezky/kit/failure/errors';
import { EmailAddress } from '@dezky/kit/federation/scalars';
import { BackEnd, BackEndError } from '@dezky/kit/http/back-end-error';
import { Arg, Ctx, Directive, ID, Mutation, Resolver } from 'type-graphql';
import { agreeOnAddresses } from '../../alias/agree-on-addresses';
import { type RecipientFollower, causeOf } from '../../distribution-list/follow-recipients/follow-recipients';
import type { StalwartClient } from '../../stalwart/stalwart-client';
import { mailboxPolicy } from '../mailbox.policy';
import { memberAccount } from '../member-account';
import { isOnRemovedDomain } from '../removed-domain';
import { moveAddress } from './move-address';

@Resolver()
export class RenameMailboxResolver {
  constructor(
    private readonly stalwart: StalwartClient,
    private readonly follower: RecipientFollower,
  ) {}

  @Directive('@inaccessible')
  @Mutation(() => Boolean, {
    description: 'For identity: another primary address for a mailbox, one of its own aliases included; mail and password stay. The old address becomes an alias, or is freed; lists that have it as a recipient follow. CONFLICT when somebody else has the address. Asked with the old address, it goes back.',
  })
  @Authorize(mailboxPolicy.rename)
  async renameMailbox(
    @Arg('memberId', () => ID) memberId: string,
    @Arg('address', () => EmailAddress) address: string,
    @Arg('keepOldAddress', () => Boolean) keepOldAddress: boolean,
    @Ctx() context: RequestContext,
  ): Promise<boolean> {
    const account = await memberAccount(context, this.stalwart, memberId);
    if (!account?.accountId) throw notFound('mailbox');
    const { mailbox, accountId } = account;
    const to = { address: address.toLowerCase(), keepOldAddress, accountId };
    const move = async (db: Db): Promise<void> => {
      const before = await moveAddress(db, mailbox.id, to);
      if (before !== null) await this.follower.follow(db, { tenantId: mailbox.tenantId, addresses: [before], to: to.address }, causeOf(context));
    };
    await context.rows.in(context.reach, move).catch((error: unknown) => {
      if (isUniqueViolation(error)) throw new BackEndError(BackEnd.STALWART, 'CONFLICT', `${to.address} is in use already.`);
      if (isOnRemovedDomain(error)) throw new BackEndError(BackEnd.STALWART, 'REFUSED', `The domain of ${to.address} is being removed.`);
      throw error;
    });
    await agreeOnAddresses((work) => context.rows.in(context.reach, work), this.stalwart, mailbox.id);
    return true;
  }
}

import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { EmailAddress } from '@dezky/kit/federation/scalars';
import { Arg, Ctx, Directive, ID, Mutation, Resolver } from 'type-graphql';
import { agreeOnAddresses } from '../../alias/agree-on-addresses';
import { AliasEntity } from '../../alias/alias.entity';
import { type RecipientFollower, causeOf } from '../../distribution-list/follow-recipients/follow-recipients';
import type { StalwartClient } from '../../stalwart/stalwart-client';
import { mailboxPolicy } from '../mailbox.policy';
import { mailboxOfMember } from '../mailbox.repository';

@Resolver()
export class DropMailboxAliasResolver {
  constructor(
    private readonly stalwart: StalwartClient,
    private readonly follower: RecipientFollower,
  ) {}

  @Directive('@inaccessible')
  @Mutation(() => Boolean, {
    description: 'For identity: lets an alias go and frees its address, as the last step of a rename that does not keep the old one. False when it is no alias of this mailbox.',
  })
  @Authorize(mailboxPolicy.rename)
  async dropMailboxAlias(@Arg('memberId', () => ID) memberId: string, @Arg('address', () => EmailAddress) address: string, @Ctx() context: RequestContext): Promise<boolean> {
    const dropped = await context.rows.in(context.reach, async (db) => {
      const mailbox = await mailboxOfMember(db, memberId);
      if (!mailbox) return null;
      const { affected } = await db.update(AliasEntity, { mailboxId: mailbox.id, address: address.toLowerCase() }, { leaving: true });
      if (!affected) return null;
      await this.follower.follow(db, { tenantId: mailbox.tenantId, addresses: [address.toLowerCase()], to: null }, causeOf(context));
      return mailbox.id;
    });
    if (dropped === null) return false;
    await agreeOnAddresses((work) => context.rows.in(context.reach, work), this.stalwart, dropped);
    return true;
  }
}

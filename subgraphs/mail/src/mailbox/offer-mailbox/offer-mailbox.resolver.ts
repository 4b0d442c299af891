import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import type { Db } from '@dezky/kit/database/rows';
import { EmailAddress, Hostname } from '@dezky/kit/federation/scalars';
import { Arg, Ctx, Directive, Field, ID, ObjectType, Query, Resolver } from 'type-graphql';
import { AliasEntity } from '../../alias/alias.entity';
import { DomainEntity } from '../../domain/domain.entity';
import { primaryDomain } from '../../domain/domain.repository';
import { AddressEntity } from '../address.entity';
import { mailboxPolicy } from '../mailbox.policy';
import { mailboxOfMember } from '../mailbox.repository';

@ObjectType({ simpleResolvers: true })
export class MailboxOffer {
  @Field(() => EmailAddress)
  address: string;

  @Field(() => Hostname)
  domain: string;

  @Field(() => Boolean, { description: 'By anybody but the member it is offered to.' })
  taken: boolean;

  @Field(() => Boolean)
  verified: boolean;

  @Field(() => Boolean, { description: 'Whether it is an alias of the member it is offered to.' })
  alias: boolean;
}

@Resolver()
export class OfferMailboxResolver {
  @Directive('@inaccessible')
  @Query(() => MailboxOffer, {
    nullable: true,
    description: "For identity: the address a local part would get on a domain of the tenant's, the primary one if none is named. Null without such a domain.",
  })
  @Authorize(mailboxPolicy.offer)
  mailboxOffer(
    @Arg('tenantId', () => ID) tenantId: string,
    @Arg('localPart', () => String) localPart: string,
    @Arg('domain', () => String, { nullable: true }) name: string | null,
    @Arg('memberId', () => ID, { nullable: true }) memberId: string | null,
    @Ctx() context: RequestContext,
  ): Promise<MailboxOffer | null> {
    return context.rows.in(context.reach, async (db) => {
      const domain = await (name == null ? primaryDomain(db, tenantId) : db.findOneBy(DomainEntity, { tenantId, name: name.toLowerCase() }));
      if (!domain) return null;
      const address = `${localPart.toLowerCase()}@${domain.name}`;
      const own = await holding(db, memberId, address);
      return { address, domain: domain.name, taken: own === null && (await db.existsBy(AddressEntity, { address })), verified: domain.status === 'VERIFIED', alias: own === 'ALIAS' };
    });
  }
}

/** How a member has an address already, if at all. */
async function holding(db: Db, memberId: string | null, address: string): Promise<'PRIMARY' | 'ALIAS' | null> {
  const mailbox = memberId == null ? null : await mailboxOfMember(db, memberId);
  if (!mailbox) return null;
  if (mailbox.address === address) return 'PRIMARY';
  const alias = await db.findOneBy(AliasEntity, { address, mailboxId: mailbox.id });
  // One on its way out is nobody's alias any more, and can still be taken back by who had it.
  return alias && 'ALIAS';
}

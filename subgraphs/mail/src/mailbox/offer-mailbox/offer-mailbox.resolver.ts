import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { EmailAddress, Hostname } from '@dezky/kit/federation/scalars';
import { Arg, Ctx, Directive, Field, ID, ObjectType, Query, Resolver } from 'type-graphql';
import { primaryDomain } from '../../domain/domain.repository';
import { AddressEntity } from '../address.entity';
import { mailboxPolicy } from '../mailbox.policy';

@ObjectType({ simpleResolvers: true })
export class MailboxOffer {
  @Field(() => EmailAddress)
  address: string;

  @Field(() => Hostname)
  domain: string;

  @Field(() => Boolean)
  taken: boolean;

  @Field(() => Boolean)
  verified: boolean;
}

@Resolver()
export class OfferMailboxResolver {
  @Directive('@inaccessible')
  @Query(() => MailboxOffer, { nullable: true, description: 'For identity: the address a local part would get on the primary domain. Null without a domain.' })
  @Authorize(mailboxPolicy.offer)
  mailboxOffer(@Arg('tenantId', () => ID) tenantId: string, @Arg('localPart', () => String) localPart: string, @Ctx() context: RequestContext): Promise<MailboxOffer | null> {
    return context.rows.in(context.reach, async (db) => {
      const domain = await primaryDomain(db, tenantId);
      if (!domain) return null;
      const address = `${localPart.toLowerCase()}@${domain.name}`;
      return { address, domain: domain.name, taken: await db.existsBy(AddressEntity, { address }), verified: domain.status === 'VERIFIED' };
    });
  }
}

import { domainToASCII } from 'node:url';
import { Authorize } from '@dezky/kit/context/authorize';
import { Reach } from '@dezky/kit/context/reach';
import { type Batch, RequestContext } from '@dezky/kit/context/request-context';
import { AtMost } from '@dezky/kit/federation/cost';
import { Hostname } from '@dezky/kit/federation/scalars';
import { Arg, Ctx, Directive, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { In } from 'typeorm';
import { DomainEntity } from '../domain/domain.entity';
import { recordsOfDomains } from '../domain/domain.repository';
import { Mailbox } from '../mailbox/mailbox.type';
import { mailServerPolicy } from './mail-server.policy';
import { MailServer } from './mail-server.type';
import { mailServersOf } from './mail-servers';

@Resolver(() => Mailbox)
export class MailServerResolver {
  /** @param batch the one that all who ask for the servers of domains share. */
  constructor(
    private readonly batch: Batch<string, MailServer[]>,
    private readonly mailHost: string,
  ) {}

  @AtMost(3)
  @FieldResolver(() => [MailServer], { description: 'What to type into a mail program, which asks for the password as well.' })
  @Authorize(mailServerPolicy.read)
  servers(@Root() mailbox: Mailbox, @Ctx() context: RequestContext): Promise<MailServer[]> {
    return context.load(this.batch, mailbox.domainId);
  }

  @AtMost(3)
  @Directive('@inaccessible')
  @Query(() => [MailServer], { nullable: true, description: 'For the gateway: where mail programs of a domain read and send; null unless the domain was verified.' })
  @Authorize(mailServerPolicy.ofDomain)
  async mailServersOfDomain(@Arg('name', () => Hostname) name: string, @Ctx() context: RequestContext): Promise<MailServer[] | null> {
    // One that went wrong later counts: whoever works there sets up their telephone all the same. One that never was verified is anybody's word.
    return context.rows.in(Reach.everything, async (db) => {
      const domain = await db.findOneBy(DomainEntity, { name: domainToASCII(name), status: In(['VERIFIED', 'NEEDS_ATTENTION']) });
      return domain ? mailServersOf(await recordsOfDomains(db, [domain.id]), this.mailHost) : null;
    });
  }
}

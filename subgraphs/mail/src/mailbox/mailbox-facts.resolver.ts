import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { EmailAddress } from '@dezky/kit/federation/scalars';
import { BackendState } from '@dezky/kit/federation/shared.type';
import { Arg, Ctx, Directive, Field, ID, ObjectType, Query, Resolver } from 'type-graphql';
import { DomainEntity } from '../domain/domain.entity';
import type { StalwartClient } from '../stalwart/stalwart-client';
import { mailboxPolicy } from './mailbox.policy';
import { memberAccount } from './member-account';

@ObjectType({ simpleResolvers: true })
export class AliasFacts {
  @Field(() => EmailAddress)
  address: string;

  @Field(() => Boolean)
  enabled: boolean;
}

@ObjectType({ simpleResolvers: true })
export class MailboxFacts {
  @Field(() => EmailAddress)
  address: string;

  @Field(() => String)
  displayName: string;

  @Field(() => BackendState)
  state: BackendState;

  @Field(() => [AliasFacts], { description: 'By address.' })
  aliases: AliasFacts[];
}

@Resolver()
export class MailboxFactsResolver {
  constructor(private readonly stalwart: StalwartClient) {}

  @Directive('@inaccessible')
  @Query(() => MailboxFacts, { nullable: true, description: 'For identity: addresses, name and state as the mail server has them now, to read a change back; null when it has no mailbox.' })
  @Authorize(mailboxPolicy.offer)
  async mailboxFacts(@Arg('memberId', () => ID) memberId: string, @Ctx() context: RequestContext): Promise<MailboxFacts | null> {
    const account = await memberAccount(context, this.stalwart, memberId);
    if (!account?.accountId) return null;
    const { mailbox, accountId } = account;
    const state = (await this.stalwart.getMailboxes([accountId])).get(accountId);
    const addresses = await this.stalwart.getAddresses(accountId);
    if (!state || !addresses) return null;
    const domains = await context.rows.in(context.reach, (db) => db.findBy(DomainEntity, { tenantId: mailbox.tenantId }));
    const aliases = addresses.aliases.flatMap(({ localPart, domainId, enabled }) => {
      // A domain that is not the tenant's was put there by hand; nothing of ours is read back from it.
      const name = domains.find(({ stalwartId }) => stalwartId === domainId)?.name;
      return name === undefined ? [] : [{ address: `${localPart}@${name}`, enabled }];
    });
    return { address: state.address, displayName: state.displayName, state: state.frozen ? 'FROZEN' : 'ACTIVE', aliases: aliases.sort((left, right) => left.address.localeCompare(right.address)) };
  }
}

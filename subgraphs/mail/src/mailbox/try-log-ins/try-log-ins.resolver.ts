import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { AtMost } from '@dezky/kit/federation/cost';
import { Arg, Ctx, Directive, Query, Resolver } from 'type-graphql';
import { DomainEntity } from '../../domain/domain.entity';
import type { LogIns } from '../../stalwart/log-ins';
import { mailboxPolicy } from '../mailbox.policy';
import { LogInAttempt } from './log-in-attempt.type';
import { type Master, tryLogIns } from './try-log-ins';

@Resolver()
export class TryLogInsResolver {
  constructor(
    private readonly logIns: LogIns,
    private readonly master: Master,
  ) {}

  @AtMost(3)
  @Directive('@inaccessible')
  @Query(() => [LogInAttempt], { nullable: true, description: 'For identity: whether the mail server lets somebody in under an address, tried in every way. Null when the address is not on a domain of the tenant.' })
  @Authorize(mailboxPolicy.tryLogIns)
  async tryLogIns(@Arg('address', () => String) address: string, @Ctx() context: RequestContext): Promise<LogInAttempt[] | null> {
    // Also after the mailbox is gone: by the domain, which is the tenant's own or out of reach.
    const name = address.toLowerCase().split('@').at(-1) ?? '';
    const ours = await context.rows.in(context.reach, (db) => db.existsBy(DomainEntity, { name, claimed: false }));
    // The separator of master log-ins can be in no address of ours.
    if (!ours || address.includes('%')) return null;
    return tryLogIns(this.logIns, this.master, address.toLowerCase());
  }
}

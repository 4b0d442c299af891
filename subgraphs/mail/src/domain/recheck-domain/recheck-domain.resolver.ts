import { Audited } from '@dezky/kit/audit/audit-trail';
import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import type { Db } from '@dezky/kit/database/rows';
import { notFound } from '@dezky/kit/failure/errors';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { NameServers } from '../../dns/examination';
import { DomainEntity } from '../domain.entity';
import { domainPolicy } from '../domain.policy';
import { recordsOfDomains } from '../domain.repository';
import { DomainInput } from '../domain.type';
import { checkRecords } from './check-records';
import { keepVerdicts } from './keep-verdicts';
import { DomainRechecked, RecheckDomainResult } from './recheck-domain.result';

@Resolver()
export class RecheckDomainResolver {
  constructor(private readonly dns: NameServers) {}

  @Mutation(() => RecheckDomainResult, { description: 'Asks the name servers for the records of a domain and judges them.' })
  @Audited('domain.rechecked')
  @Authorize(domainPolicy.recheck)
  async recheckDomain(@Arg('input', () => DomainInput) { domainId }: DomainInput, @Ctx() context: RequestContext): Promise<typeof RecheckDomainResult> {
    const { domain, records } = await context.rows.in(context.reach, async (db) => ({ domain: await reachable(context, db, domainId), records: await recordsOfDomains(db, [domainId]) }));
    // Between the two transactions: name servers may take seconds, and no connection waits for them.
    const askedAt = new Date();
    const verdicts = await checkRecords(domain.name, records, this.dns);
    const checked = await context.rows.in(context.reach, (db) => keepVerdicts(db, context, domain.id, verdicts, askedAt));
    if (!checked) throw notFound('domain');
    return new DomainRechecked(checked);
  }
}

async function reachable(context: RequestContext, db: Db, domainId: string): Promise<DomainEntity> {
  const domain = await db.findOneBy(DomainEntity, { id: domainId });
  if (!domain || !context.reach.sees(domain.tenantId)) throw notFound('domain');
  return domain;
}

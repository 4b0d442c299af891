import { Audited } from '@dezky/kit/audit/audit-trail';
import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { notFound } from '@dezky/kit/failure/errors';
import { BackEndError } from '@dezky/kit/http/back-end-error';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { NameServers } from '../../dns/examination';
import type { StalwartClient } from '../../stalwart/stalwart-client';
import type { DomainEntity } from '../domain.entity';
import { domainPolicy } from '../domain.policy';
import { recordsOfDomains } from '../domain.repository';
import { DomainInput } from '../domain.type';
import { reachableDomain } from '../reachable-domain';
import { refreshRecords } from '../refresh-records/refresh-records';
import { checkRecords } from './check-records';
import { keepVerdicts } from './keep-verdicts';
import { DomainRechecked, RecheckDomainResult } from './recheck-domain.result';

@Resolver()
export class RecheckDomainResolver {
  constructor(
    private readonly dns: NameServers,
    private readonly stalwart: Pick<StalwartClient, 'readZone'>,
    private readonly provisioning: boolean,
  ) {}

  @Mutation(() => RecheckDomainResult, { description: 'Asks the name servers for the records of a domain and judges them.' })
  @Audited('domain.rechecked')
  @Authorize(domainPolicy.recheck)
  async recheckDomain(@Arg('input', () => DomainInput) { domainId }: DomainInput, @Ctx() context: RequestContext): Promise<typeof RecheckDomainResult> {
    const domain = await context.rows.in(context.reach, (db) => reachableDomain(context, db, domainId));
    const recordsRead = await this.refresh(context, domain);
    const records = await context.rows.in(context.reach, (db) => recordsOfDomains(db, [domainId]));
    // Between transactions: name servers may take seconds, and no connection waits for them.
    const askedAt = new Date();
    const verdicts = await checkRecords(domain.name, records, this.dns);
    const checked = await context.rows.in(context.reach, (db) => keepVerdicts(db, context, domain.id, verdicts, askedAt));
    if (!checked) throw notFound('domain');
    return new DomainRechecked(checked, recordsRead);
  }

  /** A mail server that cannot be reached keeps nobody from checking what was read before. */
  private async refresh(context: RequestContext, { id, stalwartId }: DomainEntity): Promise<boolean> {
    if (!this.provisioning || stalwartId === null) return false;
    try {
      const zone = await this.stalwart.readZone(stalwartId);
      return await context.rows.in(context.reach, (db) => refreshRecords(db, id, zone));
    } catch (error) {
      if (!(error instanceof BackEndError)) throw error;
      context.log.warn({ err: error }, 'the records to publish could not be read anew');
      return false;
    }
  }
}

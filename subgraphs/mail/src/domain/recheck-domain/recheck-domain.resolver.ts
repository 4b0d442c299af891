import { Audited } from '@dezky/kit/audit/audit-trail';
import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { notFound } from '@dezky/kit/failure/errors';
import { BackEndError } from '@dezky/kit/http/back-end-error';
import { awaitWorkflow } from '@dezky/kit/workflow/workflow-journal';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { NameServers } from '../../dns/examination';
import type { StalwartClient } from '../../stalwart/stalwart-client';
import type { BeginSetUp } from '../add-domain/begin-set-up';
import { DomainEntity } from '../domain.entity';
import { domainPolicy } from '../domain.policy';
import { recordsOfDomains, setUpOf } from '../domain.repository';
import { DomainInput } from '../domain.type';
import { reachableDomain } from '../reachable-domain';
import { refreshRecords } from '../refresh-records/refresh-records';
import { checkRecords } from './check-records';
import { keepCheck } from './keep-check';
import { DomainRechecked, RecheckDomainResult } from './recheck-domain.result';

@Resolver()
export class RecheckDomainResolver {
  constructor(
    private readonly dns: NameServers,
    private readonly stalwart: Pick<StalwartClient, 'readZone'>,
    /** Null while the operator has switched provisioning off. */
    private readonly setUp: BeginSetUp | null,
  ) {}

  @Mutation(() => RecheckDomainResult, { description: 'Asks the name servers for the records of a domain and judges them. A claimed domain whose ownership record is seen is made in the mail server, which then says what else to publish.' })
  @Audited('domain.rechecked')
  @Authorize(domainPolicy.recheck)
  async recheckDomain(@Arg('input', () => DomainInput) { domainId }: DomainInput, @Ctx() context: RequestContext): Promise<typeof RecheckDomainResult> {
    const domain = await context.rows.in(context.reach, (db) => reachableDomain(context, db, domainId));
    const recordsRead = await this.refresh(context, domain);
    const records = await context.rows.in(context.reach, (db) => recordsOfDomains(db, [domainId]));
    // Between transactions: name servers may take seconds, and no connection waits for them.
    const askedAt = new Date();
    const verdicts = await checkRecords(domain.name, records, this.dns);
    const checked = await keepCheck(context.rows, context.reach, context, domain, { verdicts, askedAt }, this.setUp);
    if (!checked) throw notFound('domain');
    return (await this.whenSetUp(context, domain, checked)) ?? new DomainRechecked(checked, recordsRead, null);
  }

  /** Waits for a set-up that is under way, so that the records that come of it are in the answer. */
  private async whenSetUp(context: RequestContext, before: DomainEntity, { id, status }: DomainEntity): Promise<DomainRechecked | null> {
    if (status !== 'PENDING') return null;
    const begun = await context.rows.in(context.reach, (db) => setUpOf(db, id));
    if (!begun || (begun.finishedAt !== null && !before.claimed)) return null;
    const workflow = await awaitWorkflow(context, begun.id);
    const domain = await context.rows.in(context.reach, (db) => db.findOneBy(DomainEntity, { id }));
    if (!domain) throw notFound('domain');
    return new DomainRechecked(domain, workflow.state === 'SUCCEEDED', workflow);
  }

  /** A mail server that cannot be reached keeps nobody from checking what was read before. */
  private async refresh(context: RequestContext, { id, stalwartId }: DomainEntity): Promise<boolean> {
    if (this.setUp === null || stalwartId === null) return false;
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

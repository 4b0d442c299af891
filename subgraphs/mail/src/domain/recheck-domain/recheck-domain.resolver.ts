import { auditRecord, writeAudit } from '@dezky/kit/audit/audit-outbox';
import { Audited } from '@dezky/kit/audit/audit-trail';
import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import type { Db } from '@dezky/kit/database/rows';
import { notFound } from '@dezky/kit/failure/errors';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Verdict } from '../../dns/dns-record';
import type { RecordLookup } from '../../dns/resolve-records';
import { DnsRecordEntity } from '../dns-record.entity';
import { DomainEntity } from '../domain.entity';
import { domainPolicy } from '../domain.policy';
import { recordsOfDomains } from '../domain.repository';
import { DomainInput } from '../domain.type';
import { checkRecords, statusAfter } from './check-records';
import { DomainRechecked, RecheckDomainResult } from './recheck-domain.result';

@Resolver()
export class RecheckDomainResolver {
  constructor(private readonly dns: RecordLookup) {}

  @Mutation(() => RecheckDomainResult, { description: 'Asks the name servers for the records of a domain and judges them.' })
  @Audited('domain.rechecked')
  @Authorize(domainPolicy.recheck)
  async recheckDomain(@Arg('input', () => DomainInput) { domainId }: DomainInput, @Ctx() context: RequestContext): Promise<typeof RecheckDomainResult> {
    const { domain, records } = await context.rows.in(context.reach, async (db) => ({ domain: await reachable(context, db, domainId), records: await recordsOfDomains(db, [domainId]) }));
    // Between the two transactions: name servers may take seconds, and no connection waits for them.
    const verdicts = await checkRecords(records, this.dns);
    const checked = await context.rows.in(context.reach, (db) => keep(context, db, domain.id, verdicts));
    return new DomainRechecked(checked);
  }
}

async function reachable(context: RequestContext, db: Db, domainId: string): Promise<DomainEntity> {
  const domain = await db.findOneBy(DomainEntity, { id: domainId });
  if (!domain || !context.reach.sees(domain.tenantId)) throw notFound('domain');
  return domain;
}

/** Writes what was found; a change of the domain's status is told in the audit log. */
async function keep(context: RequestContext, db: Db, domainId: string, verdicts: ReadonlyMap<DnsRecordEntity, Verdict>): Promise<DomainEntity> {
  const domain = await db.findOne(DomainEntity, { where: { id: domainId }, lock: { mode: 'pessimistic_write' } });
  if (!domain) throw notFound('domain');
  for (const [record, { state, found, advice }] of verdicts) await db.update(DnsRecordEntity, { id: record.id }, { state, found: [...found], advice });
  const required = [...verdicts].filter(([record]) => record.required).map(([, { state }]) => state);
  const status = statusAfter(domain.status, required);
  const checkedAt = new Date();
  await db.update(DomainEntity, { id: domainId }, { status, checkedAt });
  if (status !== domain.status) {
    const action = status === 'VERIFIED' ? 'domain.verified' : 'domain.went-wrong';
    const summary = status === 'VERIFIED' ? `The DNS records of ${domain.name} are right` : `The DNS records of ${domain.name} are no longer right`;
    const changes = [{ field: 'status', before: domain.status, after: status }];
    await writeAudit(db, auditRecord(context, { tenantId: domain.tenantId, action, target: { kind: 'domain', id: domainId, name: domain.name }, summary, changes }));
  }
  return Object.assign(domain, { status, checkedAt });
}

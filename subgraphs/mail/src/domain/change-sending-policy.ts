import type { AuditRecord } from '@dezky/kit/audit/audit-entry';
import { auditRecord, writeAudit } from '@dezky/kit/audit/audit-outbox';
import type { RequestContext } from '@dezky/kit/context/request-context';
import type { Db } from '@dezky/kit/database/rows';
import { InvalidInput } from '@dezky/kit/failure/failure.type';
import { DnsRecordEntity } from './dns-record.entity';
import { DomainEntity } from './domain.entity';
import { beingRemoved, reachableDomain } from './reachable-domain';
import { soonMs } from './watch-domains/next-check';

interface PolicyChange {
  readonly action: string;
  /** The records that say it. */
  readonly kind: 'DMARC' | 'SPF';
  change(domain: DomainEntity): AuditRecord['changes'][number];
  readonly values: Partial<Pick<DomainEntity, 'dmarcPolicy' | 'strictSpf'>>;
  rewrite(record: string): string;
}

/**
 * A domain's own policy, and with it the record to publish. What was found stays as it was found; whether it is
 * right by the new policy is not known until the next check. Setting what is set already changes nothing.
 */
export async function changeSendingPolicy(context: RequestContext, domainId: string, policy: PolicyChange): Promise<DomainEntity | InvalidInput> {
  const done = context.earlier<object>() ?? (await context.effect(context.reach, (db) => write(context, db, domainId, policy)));
  return done instanceof InvalidInput ? done : context.rows.in(context.reach, (db) => reachableDomain(context, db, domainId));
}

async function write(context: RequestContext, db: Db, domainId: string, policy: PolicyChange): Promise<InvalidInput | { domainId: string }> {
  const domain = await reachableDomain(context, db, domainId, { hold: true });
  if (domain.status === 'REMOVING') return beingRemoved(domain);
  const change = policy.change(domain);
  if (change.before === change.after) return { domainId };
  for (const record of await db.findBy(DnsRecordEntity, { domainId, kind: policy.kind })) {
    await db.update(DnsRecordEntity, { id: record.id }, { value: policy.rewrite(record.value), state: 'UNCHECKED', advice: null });
  }
  // Whoever publishes it sees it turn right soon.
  await db.update(DomainEntity, { id: domainId }, { ...policy.values, nextCheckAt: new Date(Date.now() + soonMs) });
  const { tenantId, name } = domain;
  await writeAudit(db, auditRecord(context, { tenantId, action: policy.action, target: { kind: 'domain', id: domainId, name }, summary: `Changed the ${policy.kind} policy of ${name}`, changes: [change] }));
  return { domainId };
}

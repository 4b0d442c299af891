import { DomainNotVerified } from '@dezky/kit/address/address-failures.type';
import { auditRecord, writeAudit } from '@dezky/kit/audit/audit-outbox';
import { Audited } from '@dezky/kit/audit/audit-trail';
import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import type { Db } from '@dezky/kit/database/rows';
import { notFound } from '@dezky/kit/failure/errors';
import { Failure, type InvalidInput } from '@dezky/kit/failure/failure.type';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { DomainEntity } from '../domain.entity';
import { domainPolicy } from '../domain.policy';
import { domainsById, primaryDomain } from '../domain.repository';
import { DomainInput } from '../domain.type';
import { beingRemoved, holdDomainsOf, reachableDomain } from '../reachable-domain';
import { DomainMadePrimary, MakeDomainPrimaryResult } from './make-domain-primary.result';

interface Swapped {
  readonly formerPrimaryId: string | null;
}

@Resolver()
export class MakeDomainPrimaryResolver {
  @Mutation(() => MakeDomainPrimaryResult, { description: 'New mailboxes live on the primary domain. It has to be shown to be the tenant’s, and its records have to be right, unless those of the present one are not either.' })
  @Audited('domain.made_primary')
  @Authorize(domainPolicy.change)
  async makeDomainPrimary(@Arg('input', () => DomainInput) { domainId }: DomainInput, @Ctx() context: RequestContext): Promise<typeof MakeDomainPrimaryResult> {
    const swapped = context.earlier<Swapped>() ?? (await context.effect(context.reach, (db) => swap(context, db, domainId)));
    if (swapped instanceof Failure) return swapped;
    const { formerPrimaryId } = swapped;
    const domains = await context.rows.in(context.reach, (db) => domainsById(db, [domainId, ...(formerPrimaryId === null ? [] : [formerPrimaryId])]));
    const named = (id: string | null): DomainEntity | null => domains.find((domain) => domain.id === id) ?? null;
    const domain = named(domainId);
    // Removed since a process did it that could not answer.
    if (!domain) throw notFound('domain');
    return new DomainMadePrimary(domain, named(formerPrimaryId));
  }
}

/** One after the other in a tenant, so that it has one primary domain at any time. */
async function swap(context: RequestContext, db: Db, domainId: string): Promise<Swapped | InvalidInput | DomainNotVerified> {
  const { tenantId } = await reachableDomain(context, db, domainId);
  await holdDomainsOf(db, tenantId);
  const domain = await reachableDomain(context, db, domainId, { hold: true });
  if (domain.isPrimary) return { formerPrimaryId: null };
  if (domain.status === 'REMOVING') return beingRemoved(domain);
  // Nobody can have a mailbox on it, and it may be removed while it is primary.
  if (domain.claimed) return new DomainNotVerified(domain.name, `${domain.name} is not shown to be yours yet. Publish its ownership record and recheck, then make it primary.`, ['input', 'domainId']);
  const former = await primaryDomain(db, tenantId);
  if (domain.status !== 'VERIFIED' && former?.status === 'VERIFIED') {
    return new DomainNotVerified(domain.name, `The DNS records of ${domain.name} are not right, so mail to new colleagues would not arrive. Publish them and recheck, then make it primary.`, ['input', 'domainId']);
  }
  if (former) await db.update(DomainEntity, { id: former.id }, { isPrimary: false });
  await db.update(DomainEntity, { id: domainId }, { isPrimary: true });
  const changes = [{ field: 'primaryDomain', before: former?.name ?? null, after: domain.name }];
  await writeAudit(db, auditRecord(context, { tenantId, action: 'domain.made_primary', target: { kind: 'domain', id: domainId, name: domain.name }, summary: `Made ${domain.name} the primary domain`, changes }));
  return { formerPrimaryId: former?.id ?? null };
}

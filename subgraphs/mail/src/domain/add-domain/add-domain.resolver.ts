import { randomBytes } from 'node:crypto';
import { auditRecord, writeAudit } from '@dezky/kit/audit/audit-outbox';
import { Audited } from '@dezky/kit/audit/audit-trail';
import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { newId } from '@dezky/kit/database/id';
import type { Db } from '@dezky/kit/database/rows';
import { notFound } from '@dezky/kit/failure/errors';
import { Failure, InvalidInput } from '@dezky/kit/failure/failure.type';
import { type WorkflowJournal, awaitWorkflow } from '@dezky/kit/workflow/workflow-journal';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { firstPolicy, ownershipRecord } from '../../dns/expected-records';
import { checkDomainName } from '../domain-name';
import { DomainEntity } from '../domain.entity';
import { domainPolicy } from '../domain.policy';
import { domainsPerTenant, replaceRecords, setUpOf } from '../domain.repository';
import { ProvisioningDisabled } from '../provisioning-disabled.type';
import { holdDomainsOf, reachableDomain } from '../reachable-domain';
import { AddDomainInput } from './add-domain.input';
import { AddDomainResult, DomainAdded, DomainTaken } from './add-domain.result';
import { isHeldByOther } from './held-name';

interface ClaimedDomain {
  readonly domainId: string;
  /** The set-up that goes on; null for a new domain. */
  readonly workflowId: string | null;
}

@Resolver()
export class AddDomainResolver {
  constructor(
    private readonly journal: WorkflowJournal,
    private readonly platformDomain: string,
    private readonly provisioning: boolean,
  ) {}

  @Mutation(() => AddDomainResult, {
    description: 'Claims a domain and says which record shows that it is theirs. The mail server gets to know it, and says what else to publish, once that record is seen: at a recheck, or by itself. Adding a domain whose set-up stopped goes on with that.',
  })
  @Audited('domain.added')
  @Authorize(domainPolicy.add)
  async addDomain(@Arg('input', () => AddDomainInput) input: AddDomainInput, @Ctx() context: RequestContext): Promise<typeof AddDomainResult> {
    const { tenantId } = input;
    if (!context.reach.sees(tenantId)) throw notFound('tenant');
    const claimed = context.earlier<ClaimedDomain>() ?? (await this.checked(context, input));
    if (claimed instanceof Failure) return claimed;
    const { domainId, workflowId } = claimed;
    const workflow = workflowId === null ? null : await awaitWorkflow(context, workflowId);
    return new DomainAdded(await context.rows.in(context.reach, (db) => reachableDomain(context, db, domainId)), workflow);
  }

  private checked(context: RequestContext, input: AddDomainInput): ProvisioningDisabled | InvalidInput | Promise<ClaimedDomain | DomainTaken | InvalidInput> {
    if (!this.provisioning) return new ProvisioningDisabled('The domain was not added.');
    const name = checkDomainName(input.name, this.platformDomain);
    return name instanceof InvalidInput ? name : this.claim(context, input.tenantId, name);
  }

  /** A claim keeps nobody from anything: who holds the name is decided when its ownership record is seen. */
  private async claim(context: RequestContext, tenantId: string, name: string): Promise<ClaimedDomain | DomainTaken | InvalidInput> {
    if (await isHeldByOther(context.rows, { tenantId, name })) return new DomainTaken(name, 'OTHER');
    return context.effect(context.reach, async (db) => {
      // Two first domains at once would both be primary: those of a tenant are added one at a time.
      await holdDomainsOf(db, tenantId);
      // The domain before its workflow, as whoever retries that does.
      const earlier = await db.findOne(DomainEntity, { where: { tenantId, name }, lock: { mode: 'pessimistic_write' } });
      if (earlier) return (await this.resumeStopped(db, context, earlier)) ?? new DomainTaken(name, 'TENANT');
      if ((await db.countBy(DomainEntity, { tenantId })) >= domainsPerTenant) return new InvalidInput(`A tenant can have ${domainsPerTenant} domains, and this one has them already.`, ['input', 'name']);
      const [domainId, challengeToken] = [newId(), randomBytes(16).toString('hex')];
      await db.insert(DomainEntity, {
        id: domainId,
        tenantId,
        name,
        isPrimary: !(await db.existsBy(DomainEntity, { tenantId, isPrimary: true })),
        status: 'CLAIMED',
        claimed: true,
        stalwartId: null,
        challengeToken,
        dmarcPolicy: firstPolicy.dmarc,
        strictSpf: firstPolicy.strictSpf,
        checkedAt: null,
        createdAt: new Date(),
      });
      await replaceRecords(db, { id: domainId, tenantId }, [ownershipRecord(name, challengeToken)]);
      await writeAudit(db, auditRecord(context, { tenantId, action: 'domain.added', target: { kind: 'domain', id: domainId, name }, summary: `Added the domain ${name}` }));
      return { domainId, workflowId: null };
    });
  }

  /** A domain of the tenant whose set-up stopped goes on where it stopped: adding it again is how a person says so. */
  private async resumeStopped(db: Db, context: RequestContext, { id, tenantId, name, status }: DomainEntity): Promise<ClaimedDomain | null> {
    const workflow = status === 'FAILED' ? await setUpOf(db, id) : null;
    if (!workflow || (await this.journal.resume(db, workflow.id, 'FORWARD')) !== 'RESUMED') return null;
    await db.update(DomainEntity, { id }, { status: 'PENDING' });
    await writeAudit(db, auditRecord(context, { tenantId, action: 'workflow.retried', target: { kind: 'domain', id, name }, summary: `Went on with setting up ${name}` }));
    return { domainId: id, workflowId: workflow.id };
  }
}

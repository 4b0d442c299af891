import { randomBytes } from 'node:crypto';
import { auditRecord, writeAudit } from '@dezky/kit/audit/audit-outbox';
import { nameOf } from '@dezky/kit/context/actor';
import { Audited } from '@dezky/kit/audit/audit-trail';
import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { newId } from '@dezky/kit/database/id';
import type { Db } from '@dezky/kit/database/rows';
import { isUniqueViolation } from '@dezky/kit/database/unique-violation';
import { notFound } from '@dezky/kit/failure/errors';
import { InvalidInput } from '@dezky/kit/failure/failure.type';
import type { WorkflowDefinition } from '@dezky/kit/workflow/step';
import { type WorkflowJournal, awaitWorkflow } from '@dezky/kit/workflow/workflow-journal';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { firstPolicy } from '../../dns/expected-records';
import { checkDomainName } from '../domain-name';
import { DomainEntity } from '../domain.entity';
import { domainPolicy } from '../domain.policy';
import { domainsPerTenant, setUpOf } from '../domain.repository';
import { holdDomainsOf } from '../reachable-domain';
import { ProvisioningDisabled } from '../provisioning-disabled.type';
import { AddDomainInput } from './add-domain.input';
import { AddDomainResult, DomainAdded, DomainTaken } from './add-domain.result';
import type { AddDomainWork } from './add-domain.workflow';

interface BegunDomain {
  readonly domainId: string;
  readonly workflowId: string;
}

@Resolver()
export class AddDomainResolver {
  constructor(
    private readonly journal: WorkflowJournal,
    private readonly workflow: WorkflowDefinition<AddDomainWork>,
    private readonly platformDomain: string,
    private readonly provisioning: boolean,
  ) {}

  @Mutation(() => AddDomainResult, { description: 'Creates a domain in the mail server and reads the records to publish.' })
  @Audited('domain.added')
  @Authorize(domainPolicy.add)
  async addDomain(@Arg('input', () => AddDomainInput) input: AddDomainInput, @Ctx() context: RequestContext): Promise<typeof AddDomainResult> {
    const { tenantId } = input;
    if (!context.reach.sees(tenantId)) throw notFound('tenant');
    if (!this.provisioning) return new ProvisioningDisabled('The domain was not added.');
    const name = checkDomainName(input.name, this.platformDomain);
    if (name instanceof InvalidInput) return name;
    const begun = context.earlier<BegunDomain>() ?? (await this.begin(context, tenantId, name));
    if (begun instanceof DomainTaken || begun instanceof InvalidInput) return begun;
    const workflow = await awaitWorkflow(context, begun.workflowId);
    const domain = await context.rows.in(context.reach, (db) => db.findOneByOrFail(DomainEntity, { id: begun.domainId }));
    return new DomainAdded(domain, workflow);
  }

  /** Domain, audit entry and workflow in one transaction; the database decides who gets the name. */
  private async begin(context: RequestContext, tenantId: string, name: string): Promise<BegunDomain | DomainTaken | InvalidInput> {
    const work: AddDomainWork = { domainId: newId(), name };
    const write = async (db: Db): Promise<BegunDomain | InvalidInput> => {
      // Two first domains at once would both be primary: tenants are taken one at a time.
      await holdDomainsOf(db, tenantId);
      const stopped = await this.resumeStopped(db, context, tenantId, name);
      if (stopped) return stopped;
      if ((await db.countBy(DomainEntity, { tenantId })) >= domainsPerTenant) return new InvalidInput(`A tenant can have ${domainsPerTenant} domains, and this one has them already.`, ['input', 'name']);
      const isPrimary = !(await db.existsBy(DomainEntity, { tenantId, isPrimary: true }));
      await db.insert(DomainEntity, {
        id: work.domainId,
        tenantId,
        name,
        isPrimary,
        status: 'PENDING',
        stalwartId: null,
        challengeToken: randomBytes(16).toString('hex'),
        dmarcPolicy: firstPolicy.dmarc,
        strictSpf: firstPolicy.strictSpf,
        checkedAt: null,
        createdAt: new Date(),
      });
      await writeAudit(db, auditRecord(context, { tenantId, action: 'domain.added', target: { kind: 'domain', id: work.domainId, name }, summary: `Added the domain ${name}` }));
      const workflowId = await this.journal.start(db, this.workflow, { tenantId, subjectId: work.domainId, input: work, actor: nameOf(context.actor), requestId: context.origin.requestId });
      return { domainId: work.domainId, workflowId };
    };
    try {
      return await context.effect(context.reach, write);
    } catch (error) {
      if (isUniqueViolation(error)) return new DomainTaken(name);
      throw error;
    }
  }

  /** A domain of the tenant whose set-up stopped goes on where it stopped: adding it again is how a person says so. */
  private async resumeStopped(db: Db, context: RequestContext, tenantId: string, name: string): Promise<BegunDomain | null> {
    const domain = await db.findOneBy(DomainEntity, { tenantId, name, status: 'FAILED' });
    const workflow = domain && (await setUpOf(db, domain.id));
    if (!domain || !workflow || (await this.journal.resume(db, workflow.id, 'FORWARD')) !== 'RESUMED') return null;
    await db.update(DomainEntity, { id: domain.id }, { status: 'PENDING' });
    await writeAudit(db, auditRecord(context, { tenantId, action: 'workflow.retried', target: { kind: 'domain', id: domain.id, name }, summary: `Went on with setting up ${name}` }));
    return { domainId: domain.id, workflowId: workflow.id };
  }
}

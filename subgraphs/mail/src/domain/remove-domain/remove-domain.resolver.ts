import { auditRecord, writeAudit } from '@dezky/kit/audit/audit-outbox';
import { Audited } from '@dezky/kit/audit/audit-trail';
import { nameOf } from '@dezky/kit/context/actor';
import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import type { Db } from '@dezky/kit/database/rows';
import { Failure, InvalidInput } from '@dezky/kit/failure/failure.type';
import type { WorkflowDefinition } from '@dezky/kit/workflow/step';
import { type WorkflowJournal, awaitWorkflow } from '@dezky/kit/workflow/workflow-journal';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { Not } from 'typeorm';
import { DomainEntity } from '../domain.entity';
import { domainPolicy } from '../domain.policy';
import { isAtWork } from '../../workflow/workflow.repository';
import { DomainInput } from '../domain.type';
import { beingRemoved, holdDomainsOf, reachableDomain } from '../reachable-domain';
import { ProvisioningDisabled } from '../provisioning-disabled.type';
import { domainUse } from './domain-use';
import { DomainInUse, DomainRemoved, LastDomain, PrimaryDomain, RemoveDomainResult, usersNamed } from './remove-domain.result';
import type { RemoveDomainWork } from './remove-domain.workflow';

interface BegunRemoval {
  readonly name: string;
  readonly workflowId: string;
}

@Resolver()
export class RemoveDomainResolver {
  constructor(
    private readonly journal: WorkflowJournal,
    private readonly workflow: WorkflowDefinition<RemoveDomainWork>,
    private readonly provisioning: boolean,
  ) {}

  @Mutation(() => RemoveDomainResult, { description: 'Takes a domain out of the mail server and gives its name back. Refused while addresses live on it.' })
  @Audited('domain.removed')
  @Authorize(domainPolicy.change)
  async removeDomain(@Arg('input', () => DomainInput) { domainId }: DomainInput, @Ctx() context: RequestContext): Promise<typeof RemoveDomainResult> {
    const begun = context.earlier<BegunRemoval>() ?? (await context.effect(context.reach, (db) => this.begin(context, db, domainId)));
    if (begun instanceof Failure) return begun;
    return new DomainRemoved(domainId, begun.name, await awaitWorkflow(context, begun.workflowId));
  }

  /** The row is held while it is asked who uses the domain: whoever takes an address on it waits, and then finds it closed. */
  private async begin(context: RequestContext, db: Db, domainId: string): Promise<BegunRemoval | DomainInUse | PrimaryDomain | LastDomain | ProvisioningDisabled | InvalidInput> {
    const { tenantId } = await reachableDomain(context, db, domainId);
    await holdDomainsOf(db, tenantId);
    const domain = await reachableDomain(context, db, domainId, { hold: true });
    const { name, status } = domain;
    if (!this.provisioning) return new ProvisioningDisabled(`${name} was not removed.`);
    if (status === 'REMOVING') return beingRemoved(domain);
    if (await isAtWork(db, domainId)) return new InvalidInput(`${name} is being set up. Remove it when that has ended.`, ['input', 'domainId']);
    const use = await domainUse(db, domainId, usersNamed);
    if (use) return new DomainInUse(name, use);
    // What is only claimed can take no mailbox, and is primary until another one is held.
    const others = await db.existsBy(DomainEntity, { id: Not(domainId), tenantId, claimed: false, status: Not('REMOVING') });
    if (domain.isPrimary && others && !domain.claimed) return new PrimaryDomain(name);
    // One that never worked may go: a mistyped first domain would be there for ever.
    if (!others && (status === 'VERIFIED' || status === 'NEEDS_ATTENTION')) return new LastDomain(name);
    await db.update(DomainEntity, { id: domainId }, { status: 'REMOVING', isPrimary: false });
    await writeAudit(db, auditRecord(context, { tenantId, action: 'domain.removed', target: { kind: 'domain', id: domainId, name }, summary: `Removed the domain ${name}`, changes: [{ field: 'domain', before: name, after: null }] }));
    const input: RemoveDomainWork = { domainId, name, status, isPrimary: domain.isPrimary };
    const workflowId = await this.journal.start(db, this.workflow, { tenantId, subjectId: domainId, input, actor: nameOf(context.actor), requestId: context.origin.requestId });
    return { name, workflowId };
  }
}

import { Authorize } from '@dezky/kit/context/authorize';
import { type Batch, RequestContext } from '@dezky/kit/context/request-context';
import { notFound } from '@dezky/kit/failure/errors';
import { AtMost } from '@dezky/kit/federation/cost';
import { Hostname } from '@dezky/kit/federation/scalars';
import { loadWorkflows } from '@dezky/kit/workflow/workflow-journal';
import { Workflow } from '@dezky/kit/workflow/workflow.type';
import { Arg, Ctx, FieldResolver, ID, Int, Resolver, Root } from 'type-graphql';
import { SpfPolicy } from '../dns/dns-record';
import { valueToPublish } from '../dns/merge-spf';
import { zoneFileOf } from '../dns/zone-file';
import { Tenant } from '../tenant/tenant.type';
import { latestWorkflowsOf } from '../workflow/workflow.repository';
import { domainPolicy } from './domain.policy';
import { countUnverified, domainsById, domainsPerTenant, domainsOfTenants, recordsOfDomains } from './domain.repository';
import { DnsRecord, Domain } from './domain.type';

/** A domain by its id, or null when it is out of reach. */
export const domainById: Batch<string, Domain | null> = {
  name: 'domainById',
  load: async (context, ids) => {
    const rows = await context.rows.in(context.reach, (db) => domainsById(db, ids));
    return ids.map((id) => rows.find((row) => row.id === id && context.reach.sees(row.tenantId)) ?? null);
  },
};

const domainsOfTenant: Batch<string, Domain[]> = {
  name: 'domainsOfTenant',
  load: async (context, tenantIds) => {
    const rows = await context.rows.in(context.reach, (db) => domainsOfTenants(db, tenantIds));
    return tenantIds.map((tenantId) => rows.filter((row) => row.tenantId === tenantId && context.reach.sees(tenantId)));
  },
};

const unverifiedOfTenant: Batch<string, number> = {
  name: 'unverifiedOfTenant',
  load: async (context, tenantIds) => {
    const counts = await context.rows.in(context.reach, (db) => countUnverified(db, tenantIds));
    return tenantIds.map((tenantId) => counts.get(tenantId) ?? 0);
  },
};

const recordsOfDomain: Batch<string, DnsRecord[]> = {
  name: 'recordsOfDomain',
  load: async (context, domainIds) => {
    const rows = await context.rows.in(context.reach, (db) => recordsOfDomains(db, domainIds));
    return domainIds.map((domainId) => rows.filter((row) => row.domainId === domainId).map((row) => ({ ...row, valueToPublish: valueToPublish(row) })));
  },
};

const workflowOfDomain: Batch<string, Workflow | null> = {
  name: 'workflowOfDomain',
  load: (context, domainIds) =>
    context.rows.in(context.reach, async (db) => {
      const rows = await latestWorkflowsOf(db, domainIds);
      const workflows = await loadWorkflows(db, rows);
      return domainIds.map((domainId) => workflows[rows.findIndex((row) => row.subjectId === domainId)] ?? null);
    }),
};

@Resolver(() => Tenant)
export class TenantDomainsResolver {
  constructor(
    private readonly host: string,
    private readonly provisioning: boolean,
  ) {}

  @FieldResolver(() => Hostname, { nullable: true, description: 'The host that MX records point to and mail programs connect to. Null with an error while the part for mail cannot be reached.' })
  @Authorize(domainPolicy.mailHost)
  mailHost(@Root() tenant: Tenant, @Ctx() context: RequestContext): string {
    if (!context.reach.sees(tenant.id)) throw notFound('tenant');
    return this.host;
  }

  @FieldResolver(() => Boolean, { nullable: true, description: 'False while the operator of the platform has switched changes of domains at the mail server off: none can be added or removed, and the records to publish are as they were last read. Null with an error while the part for mail cannot be reached.' })
  @Authorize(domainPolicy.read)
  domainProvisioning(@Root() tenant: Tenant, @Ctx() context: RequestContext): boolean {
    if (!context.reach.sees(tenant.id)) throw notFound('tenant');
    return this.provisioning;
  }

  @AtMost(domainsPerTenant)
  @FieldResolver(() => [Domain], { nullable: true, description: 'The primary one first. Null with an error while the part for mail cannot be reached.' })
  @Authorize(domainPolicy.read)
  domains(@Root() tenant: Tenant, @Ctx() context: RequestContext): Promise<Domain[]> {
    if (!context.reach.sees(tenant.id)) throw notFound('tenant');
    return context.load(domainsOfTenant, tenant.id);
  }

  @FieldResolver(() => Domain, { nullable: true })
  @Authorize(domainPolicy.read)
  async domain(@Root() tenant: Tenant, @Arg('id', () => ID) id: string, @Ctx() context: RequestContext): Promise<Domain | null> {
    const domain = await context.load(domainById, id);
    return domain?.tenantId === tenant.id ? domain : null;
  }

  @FieldResolver(() => Int, { nullable: true, description: 'Domains that are not verified, or no longer. Null with an error while the part for mail cannot be reached.' })
  @Authorize(domainPolicy.read)
  domainsNeedingAttention(@Root() tenant: Tenant, @Ctx() context: RequestContext): Promise<number> {
    if (!context.reach.sees(tenant.id)) throw notFound('tenant');
    return context.load(unverifiedOfTenant, tenant.id);
  }
}

@Resolver(() => Domain)
export class DomainResolver {
  @AtMost(20)
  @FieldResolver(() => [DnsRecord], { description: 'The ownership record alone until that was seen and the mail server has made the zone.' })
  @Authorize(domainPolicy.read)
  records(@Root() domain: Domain, @Ctx() context: RequestContext): Promise<DnsRecord[]> {
    return context.load(recordsOfDomain, domain.id);
  }

  @FieldResolver(() => Int, { description: 'Required records that are missing, wrong or were never checked.' })
  @Authorize(domainPolicy.read)
  async recordsToFix(@Root() domain: Domain, @Ctx() context: RequestContext): Promise<number> {
    const records = await context.load(recordsOfDomain, domain.id);
    return records.filter(({ required, state }) => required && (state === 'BAD' || state === 'UNCHECKED')).length;
  }

  @FieldResolver(() => SpfPolicy)
  @Authorize(domainPolicy.read)
  spfPolicy(@Root() { strictSpf }: Domain): SpfPolicy {
    return strictSpf ? 'FAIL' : 'SOFT_FAIL';
  }

  @FieldResolver(() => String, { description: 'The records to publish as a zone file (RFC 1035 section 5), for registrars that take one.' })
  @Authorize(domainPolicy.read)
  async zoneFile(@Root() domain: Domain, @Ctx() context: RequestContext): Promise<string> {
    const records = await context.load(recordsOfDomain, domain.id);
    return zoneFileOf(domain.name, records.map((record) => ({ ...record, value: record.valueToPublish })));
  }

  @FieldResolver(() => Workflow, { nullable: true, description: 'How its latest change went: set-up or removal. Null while there was none, as of one that is claimed.' })
  @Authorize(domainPolicy.read)
  workflow(@Root() domain: Domain, @Ctx() context: RequestContext): Promise<Workflow | null> {
    return context.load(workflowOfDomain, domain.id);
  }
}

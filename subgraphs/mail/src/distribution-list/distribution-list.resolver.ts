import { Authorize } from '@dezky/kit/context/authorize';
import { type Batch, RequestContext } from '@dezky/kit/context/request-context';
import { notFound } from '@dezky/kit/failure/errors';
import type { ConnectionOf } from '@dezky/kit/federation/connection';
import { loadWorkflows } from '@dezky/kit/workflow/workflow-journal';
import { Workflow } from '@dezky/kit/workflow/workflow.type';
import { Arg, Ctx, FieldResolver, ID, Int, Resolver, Root } from 'type-graphql';
import { Member } from '../member/member.type';
import { Tenant } from '../tenant/tenant.type';
import { latestWorkflowsOf } from '../workflow/workflow.repository';
import { distributionListPolicy } from './distribution-list.policy';
import { countLists, listById, listPage } from './distribution-list.repository';
import { DistributionList, DistributionListConnection, DistributionListRecipient, DistributionListRecipientConnection, RecipientKind } from './distribution-list.type';
import { type Holder, countRecipients, countRecipientsOf, holdersOf, recipientPage, seenBy } from './list-recipient.repository';

const recipientsOfList: Batch<string, number> = {
  name: 'recipientsOfList',
  load: async (context, listIds) => {
    const counts = await context.rows.in(context.reach, (db) => countRecipientsOf(db, listIds));
    return listIds.map((id) => counts.get(id) ?? 0);
  },
};

const workflowOfList: Batch<string, Workflow | null> = {
  name: 'workflowOfList',
  load: (context, listIds) =>
    context.rows.in(context.reach, async (db) => {
      const rows = await latestWorkflowsOf(db, listIds);
      const workflows = await loadWorkflows(db, rows);
      return listIds.map((id) => workflows[rows.findIndex((row) => row.subjectId === id)] ?? null);
    }),
};

/** By `seenBy`: the tenant is in front of the first space. */
const holderOf: Batch<string, Holder> = {
  name: 'holderOfAddress',
  load: async (context, keys) => {
    const wanted = keys.map((key) => ({ tenantId: key.slice(0, key.indexOf(' ')), address: key.slice(key.indexOf(' ') + 1) }));
    const holders = await context.rows.in(context.reach, (db) => holdersOf(db, wanted));
    return keys.map((key) => holders.get(key) ?? { kind: 'NOBODY' as const });
  },
};

@Resolver(() => Tenant)
export class TenantDistributionListsResolver {
  @FieldResolver(() => DistributionListConnection, { nullable: true, description: 'By address. Null with an error while the part for mail cannot be reached.' })
  @Authorize(distributionListPolicy.read)
  async distributionLists(
    @Root() tenant: Tenant,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Arg('search', () => String, { nullable: true, description: 'Part of the address or the name.' }) search: string | null,
    @Ctx() context: RequestContext,
  ): Promise<ConnectionOf<DistributionList>> {
    if (!context.reach.sees(tenant.id)) throw notFound('tenant');
    const wanted = { tenantId: tenant.id, search };
    const page = await context.rows.in(context.reach, (db) => listPage(db, wanted, { first, after }));
    return { ...page, totalCount: () => context.rows.in(context.reach, (db) => countLists(db, wanted)) };
  }

  @FieldResolver(() => DistributionList, { nullable: true, description: 'Null also for one that is deleted.' })
  @Authorize(distributionListPolicy.read)
  async distributionList(@Root() tenant: Tenant, @Arg('id', () => ID) id: string, @Ctx() context: RequestContext): Promise<DistributionList | null> {
    if (!context.reach.sees(tenant.id)) throw notFound('tenant');
    const list = await context.rows.in(context.reach, (db) => listById(db, id));
    return list?.tenantId === tenant.id ? list : null;
  }
}

@Resolver(() => DistributionList)
export class DistributionListResolver {
  @FieldResolver(() => DistributionListRecipientConnection, { description: 'By address, as they are wanted; `workflow` tells whether the mail server has them.' })
  @Authorize(distributionListPolicy.read)
  async recipients(
    @Root() list: DistributionList,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Arg('search', () => String, { nullable: true, description: 'Part of the address.' }) search: string | null,
    @Ctx() context: RequestContext,
  ): Promise<ConnectionOf<DistributionListRecipient>> {
    if (!context.reach.sees(list.tenantId)) throw notFound('distribution list');
    const wanted = { listId: list.id, search };
    const page = await context.rows.in(context.reach, (db) => recipientPage(db, wanted, { first, after }));
    return { ...page, totalCount: () => context.rows.in(context.reach, (db) => countRecipients(db, wanted)) };
  }

  @FieldResolver(() => Int)
  @Authorize(distributionListPolicy.read)
  recipientCount(@Root() list: DistributionList, @Ctx() context: RequestContext): Promise<number> {
    return context.load(recipientsOfList, list.id);
  }

  @FieldResolver(() => Workflow, { nullable: true, description: 'How the latest change of it went.' })
  @Authorize(distributionListPolicy.read)
  workflow(@Root() list: DistributionList, @Ctx() context: RequestContext): Promise<Workflow | null> {
    return context.load(workflowOfList, list.id);
  }
}

@Resolver(() => DistributionListRecipient)
export class DistributionListRecipientResolver {
  @FieldResolver(() => RecipientKind)
  @Authorize(distributionListPolicy.read)
  async kind(@Root() recipient: DistributionListRecipient, @Ctx() context: RequestContext): Promise<RecipientKind> {
    return (await this.holder(recipient, context)).kind;
  }

  @FieldResolver(() => Member, { nullable: true, description: 'Who gets its mail, for a mailbox or an alias of one.' })
  @Authorize(distributionListPolicy.read)
  async member(@Root() recipient: DistributionListRecipient, @Ctx() context: RequestContext): Promise<Member | null> {
    const { mailbox } = await this.holder(recipient, context);
    return mailbox ? { id: mailbox.memberId } : null;
  }

  private holder({ tenantId, baseAddress }: DistributionListRecipient, context: RequestContext): Promise<Holder> {
    return context.load(holderOf, seenBy({ tenantId, address: baseAddress }));
  }
}

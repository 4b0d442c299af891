import { Authorize } from '@dezky/kit/context/authorize';
import { type Batch, RequestContext } from '@dezky/kit/context/request-context';
import { notFound } from '@dezky/kit/failure/errors';
import type { ConnectionOf } from '@dezky/kit/federation/connection';
import { AtMost } from '@dezky/kit/federation/cost';
import { loadWorkflows } from '@dezky/kit/workflow/workflow-journal';
import { Workflow } from '@dezky/kit/workflow/workflow.type';
import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { mailboxPolicy } from '../mailbox/mailbox.policy';
import { mailboxById } from '../mailbox/mailbox.resolver';
import { Mailbox } from '../mailbox/mailbox.type';
import { Tenant } from '../tenant/tenant.type';
import { latestWorkflowsOf } from '../workflow/workflow.repository';
import { countAliases, aliasPage } from './alias-search.repository';
import { aliasPolicy } from './alias.policy';
import { aliasesOfMailboxes, aliasesPerMailbox } from './alias.repository';
import { MailAlias, MailAliasConnection } from './alias.type';

const aliasesOfMailbox: Batch<string, MailAlias[]> = {
  name: 'aliasesOfMailbox',
  load: async (context, mailboxIds) => {
    const rows = await context.rows.in(context.reach, (db) => aliasesOfMailboxes(db, mailboxIds));
    return mailboxIds.map((mailboxId) => rows.filter((row) => row.mailboxId === mailboxId));
  },
};

const workflowOfMailbox: Batch<string, Workflow | null> = {
  name: 'workflowOfMailbox',
  load: (context, mailboxIds) =>
    context.rows.in(context.reach, async (db) => {
      const rows = await latestWorkflowsOf(db, mailboxIds);
      const workflows = await loadWorkflows(db, rows);
      return mailboxIds.map((mailboxId) => workflows[rows.findIndex((row) => row.subjectId === mailboxId)] ?? null);
    }),
};

@Resolver(() => Tenant)
export class TenantAliasesResolver {
  @FieldResolver(() => MailAliasConnection, { nullable: true, description: 'Of all mailboxes, by address. Null with an error while the part for mail cannot be reached.' })
  @Authorize(aliasPolicy.list)
  async aliases(
    @Root() tenant: Tenant,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Arg('search', () => String, { nullable: true, description: 'Part of the address, of the label, or of the address or name of the mailbox.' }) search: string | null,
    @Ctx() context: RequestContext,
  ): Promise<ConnectionOf<MailAlias>> {
    if (!context.reach.sees(tenant.id)) throw notFound('tenant');
    const wanted = { tenantId: tenant.id, search };
    const page = await context.rows.in(context.reach, (db) => aliasPage(db, wanted, { first, after }));
    return { ...page, totalCount: () => context.rows.in(context.reach, (db) => countAliases(db, wanted)) };
  }
}

@Resolver(() => MailAlias)
export class MailAliasResolver {
  @FieldResolver(() => Mailbox, { description: 'Where mail to it goes.' })
  @Authorize(mailboxPolicy.read)
  async mailbox(@Root() alias: MailAlias, @Ctx() context: RequestContext): Promise<Mailbox> {
    const mailbox = await context.load(mailboxById, alias.mailboxId);
    if (!mailbox) throw notFound('mailbox');
    return mailbox;
  }
}

@Resolver(() => Mailbox)
export class MailboxAliasesResolver {
  @AtMost(aliasesPerMailbox)
  @FieldResolver(() => [MailAlias], { description: 'By address, as they are wanted; `aliasWorkflow` tells whether the mail server has them.' })
  @Authorize(aliasPolicy.read)
  aliases(@Root() mailbox: Mailbox, @Ctx() context: RequestContext): Promise<MailAlias[]> {
    if (!context.reach.sees(mailbox.tenantId, mailbox.memberId)) throw notFound('mailbox');
    return context.load(aliasesOfMailbox, mailbox.id);
  }

  @FieldResolver(() => Workflow, { nullable: true, description: 'How the latest change of its aliases went; null when there was none.' })
  @Authorize(aliasPolicy.workflow)
  aliasWorkflow(@Root() mailbox: Mailbox, @Ctx() context: RequestContext): Promise<Workflow | null> {
    if (!context.reach.sees(mailbox.tenantId)) throw notFound('mailbox');
    return context.load(workflowOfMailbox, mailbox.id);
  }
}

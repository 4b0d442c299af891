import { Authorize } from '@dezky/kit/context/authorize';
import { type Batch, RequestContext } from '@dezky/kit/context/request-context';
import { notFound } from '@dezky/kit/failure/errors';
import { AtMost } from '@dezky/kit/federation/cost';
import { loadWorkflows } from '@dezky/kit/workflow/workflow-journal';
import { Workflow } from '@dezky/kit/workflow/workflow.type';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Mailbox } from '../mailbox/mailbox.type';
import { aliasPolicy } from './alias.policy';
import { aliasesOfMailboxes, aliasesPerMailbox, workflowsOfMailboxes } from './alias.repository';
import { MailAlias } from './alias.type';

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
      const rows = await workflowsOfMailboxes(db, mailboxIds);
      const workflows = await loadWorkflows(db, rows);
      return mailboxIds.map((mailboxId) => workflows[rows.findIndex((row) => row.subjectId === mailboxId)] ?? null);
    }),
};

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

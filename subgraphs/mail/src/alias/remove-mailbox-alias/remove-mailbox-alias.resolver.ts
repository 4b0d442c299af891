import { auditRecord, writeAudit } from '@dezky/kit/audit/audit-outbox';
import { nameOf } from '@dezky/kit/context/actor';
import { Audited } from '@dezky/kit/audit/audit-trail';
import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import type { Db } from '@dezky/kit/database/rows';
import { InvalidInput } from '@dezky/kit/failure/failure.type';
import type { WorkflowDefinition } from '@dezky/kit/workflow/step';
import { type WorkflowJournal, awaitWorkflow } from '@dezky/kit/workflow/workflow-journal';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { type RecipientFollower, causeOf } from '../../distribution-list/follow-recipients/follow-recipients';
import { reachableMailbox } from '../../mailbox/reachable-mailbox';
import { noSuchAlias } from '../alias-address';
import { aliasPolicy } from '../alias.policy';
import { aliasOf, letGo } from '../alias.repository';
import { RemoveMailboxAliasInput } from './remove-mailbox-alias.input';
import { MailboxAliasRemoved, RemoveMailboxAliasResult } from './remove-mailbox-alias.result';
import type { RemoveAliasWork } from './remove-mailbox-alias.workflow';

@Resolver()
export class RemoveMailboxAliasResolver {
  constructor(
    private readonly journal: WorkflowJournal,
    private readonly workflow: WorkflowDefinition<RemoveAliasWork>,
    private readonly follower: RecipientFollower,
  ) {}

  @Mutation(() => RemoveMailboxAliasResult, { description: 'Takes an alias from a mailbox; mail to it is refused from then on, and the address becomes free. Distribution lists lose it as a recipient.' })
  @Audited('alias.removed')
  @Authorize(aliasPolicy.change)
  async removeMailboxAlias(@Arg('input', () => RemoveMailboxAliasInput) { mailboxId, address }: RemoveMailboxAliasInput, @Ctx() context: RequestContext): Promise<typeof RemoveMailboxAliasResult> {
    const begun = context.earlier<string>() ?? (await context.effect(context.reach, (db) => this.begin(context, db, mailboxId, address)));
    if (begun instanceof InvalidInput) return begun;
    const workflow = await awaitWorkflow(context, begun);
    return new MailboxAliasRemoved(await context.rows.in(context.reach, (db) => reachableMailbox(context, db, mailboxId)), workflow);
  }

  private async begin(context: RequestContext, db: Db, mailboxId: string, wanted: string): Promise<string | InvalidInput> {
    const mailbox = await reachableMailbox(context, db, mailboxId, { hold: true });
    const { tenantId } = mailbox;
    const alias = await aliasOf(db, mailboxId, wanted);
    if (!alias) return noSuchAlias();
    const { address, localPart, domainId, enabled, description } = alias;
    await letGo(db, { mailboxId, address });
    const changes = [{ field: 'alias', before: address, after: null }, ...(description === null ? [] : [{ field: 'description', before: description, after: null }])];
    await writeAudit(db, auditRecord(context, { tenantId, action: 'alias.removed', target: { kind: 'mailbox', id: mailboxId, name: mailbox.address }, summary: `Removed the alias ${address} from ${mailbox.address}`, changes }));
    const lost = await this.follower.follow(db, { tenantId, addresses: [address], to: null }, causeOf(context));
    const input: RemoveAliasWork = { mailboxId, address, localPart, domainId, enabled, description, lost };
    return this.journal.start(db, this.workflow, { tenantId, subjectId: mailboxId, input, actor: nameOf(context.actor), requestId: context.origin.requestId });
  }
}

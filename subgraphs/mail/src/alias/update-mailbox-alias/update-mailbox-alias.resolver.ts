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
import { reachableMailbox } from '../../mailbox/reachable-mailbox';
import { checkDescription, noSuchAlias } from '../alias-address';
import { AliasEntity } from '../alias.entity';
import { aliasPolicy } from '../alias.policy';
import { aliasOf } from '../alias.repository';
import { UpdateMailboxAliasInput } from './update-mailbox-alias.input';
import { MailboxAliasUpdated, UpdateMailboxAliasResult } from './update-mailbox-alias.result';
import type { AliasSettings, UpdateAliasWork } from './update-mailbox-alias.workflow';

@Resolver()
export class UpdateMailboxAliasResolver {
  constructor(
    private readonly journal: WorkflowJournal,
    private readonly workflow: WorkflowDefinition<UpdateAliasWork>,
  ) {}

  @Mutation(() => UpdateMailboxAliasResult, { description: 'Switches an alias of a mailbox on or off, or labels it.' })
  @Audited('alias.updated')
  @Authorize(aliasPolicy.change)
  async updateMailboxAlias(@Arg('input', () => UpdateMailboxAliasInput) input: UpdateMailboxAliasInput, @Ctx() context: RequestContext): Promise<typeof UpdateMailboxAliasResult> {
    const { mailboxId } = input;
    await context.rows.in(context.reach, (db) => reachableMailbox(context, db, mailboxId));
    const description = input.description === undefined ? undefined : checkDescription(input.description);
    if (description instanceof InvalidInput) return description;
    const begun = context.earlier<string>() ?? (await context.effect(context.reach, (db) => this.begin(context, db, input, description)));
    if (begun instanceof InvalidInput) return begun;
    const workflow = await awaitWorkflow(context, begun);
    return new MailboxAliasUpdated(await context.rows.in(context.reach, (db) => reachableMailbox(context, db, mailboxId)), workflow);
  }

  private async begin(context: RequestContext, db: Db, { mailboxId, address, enabled }: UpdateMailboxAliasInput, description: string | null | undefined): Promise<string | InvalidInput> {
    const mailbox = await reachableMailbox(context, db, mailboxId, { hold: true });
    const { tenantId } = mailbox;
    const alias = await aliasOf(db, mailboxId, address);
    if (!alias) return noSuchAlias();
    const before: AliasSettings = { enabled: alias.enabled, description: alias.description };
    const after: AliasSettings = { enabled: enabled ?? before.enabled, description: description === undefined ? before.description : description };
    await db.update(AliasEntity, { address: alias.address }, after);
    const changes = [
      ...(before.enabled === after.enabled ? [] : [{ field: 'enabled', before: String(before.enabled), after: String(after.enabled) }]),
      ...(before.description === after.description ? [] : [{ field: 'description', before: before.description, after: after.description }]),
    ];
    const verb = changes.length === 0 ? 'Wrote again' : before.enabled === after.enabled ? 'Labelled' : after.enabled ? 'Switched on' : 'Switched off';
    await writeAudit(db, auditRecord(context, { tenantId, action: 'alias.updated', target: { kind: 'mailbox', id: mailboxId, name: mailbox.address }, summary: `${verb} the alias ${alias.address} of ${mailbox.address}`, changes }));
    return this.journal.start(db, this.workflow, { tenantId, subjectId: mailboxId, input: { mailboxId, address: alias.address, before, after }, actor: nameOf(context.actor), requestId: context.origin.requestId });
  }
}

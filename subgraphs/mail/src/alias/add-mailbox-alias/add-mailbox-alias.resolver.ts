import { AddressTaken, type DomainNotVerified } from '@dezky/kit/address/address-failures.type';
import { auditRecord, writeAudit } from '@dezky/kit/audit/audit-outbox';
import { nameOf } from '@dezky/kit/context/actor';
import { Audited } from '@dezky/kit/audit/audit-trail';
import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import type { Db } from '@dezky/kit/database/rows';
import { isUniqueViolation } from '@dezky/kit/database/unique-violation';
import { Failure, InvalidInput } from '@dezky/kit/failure/failure.type';
import type { WorkflowDefinition } from '@dezky/kit/workflow/step';
import { type WorkflowJournal, awaitWorkflow } from '@dezky/kit/workflow/workflow-journal';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { reachableMailbox } from '../../mailbox/reachable-mailbox';
import { checkAddress, aliasDomain, checkDescription, refusedByRemoval } from '../alias-address';
import { aliasPolicy } from '../alias.policy';
import { aliasesPerMailbox, hasAliasToSpare, reserveAlias } from '../alias.repository';
import type { AliasWork } from '../write-addresses.step';
import { AddMailboxAliasInput } from './add-mailbox-alias.input';
import { AddMailboxAliasResult, MailboxAliasAdded } from './add-mailbox-alias.result';

type Begun = string | AddressTaken | DomainNotVerified | InvalidInput;

@Resolver()
export class AddMailboxAliasResolver {
  constructor(
    private readonly journal: WorkflowJournal,
    private readonly workflow: WorkflowDefinition<AliasWork>,
  ) {}

  @Mutation(() => AddMailboxAliasResult, { description: 'Gives a mailbox one more address.' })
  @Audited('alias.added')
  @Authorize(aliasPolicy.change)
  async addMailboxAlias(@Arg('input', () => AddMailboxAliasInput) input: AddMailboxAliasInput, @Ctx() context: RequestContext): Promise<typeof AddMailboxAliasResult> {
    const { mailboxId } = input;
    await context.rows.in(context.reach, (db) => reachableMailbox(context, db, mailboxId));
    const address = checkAddress(input.address);
    if (address instanceof InvalidInput) return address;
    const description = checkDescription(input.description);
    if (description instanceof InvalidInput) return description;
    const begun = context.earlier<string>() ?? (await this.begin(context, mailboxId, address, description));
    if (begun instanceof Failure) return begun;
    const workflow = await awaitWorkflow(context, begun);
    return new MailboxAliasAdded(await context.rows.in(context.reach, (db) => reachableMailbox(context, db, mailboxId)), workflow);
  }

  /** Address, audit entry and workflow in one transaction; the database decides who gets the address. */
  private async begin(context: RequestContext, mailboxId: string, { localPart, domain: name }: { localPart: string; domain: string }, description: string | null): Promise<Begun> {
    const address = `${localPart}@${name}`;
    const write = async (db: Db): Promise<Begun> => {
      const mailbox = await reachableMailbox(context, db, mailboxId, { hold: true });
      const { tenantId } = mailbox;
      const domain = await aliasDomain(db, tenantId, name);
      if (domain instanceof Failure) return domain;
      if (!mailbox.stalwartId) return new InvalidInput('The mailbox is not set up yet. Add aliases when it is.', ['input', 'mailboxId']);
      if (!(await hasAliasToSpare(db, mailboxId))) return new InvalidInput(`A mailbox can have ${aliasesPerMailbox} aliases, and this one has them already.`, ['input', 'address']);
      if (!(await reserveAlias(db, mailbox, { address, localPart, domainId: domain.id, description }))) return new AddressTaken(address, ['input', 'address']);
      const changes = [{ field: 'alias', before: null, after: address }, ...(description === null ? [] : [{ field: 'description', before: null, after: description }])];
      await writeAudit(db, auditRecord(context, { tenantId, action: 'alias.added', target: { kind: 'mailbox', id: mailboxId, name: mailbox.address }, summary: `Added the alias ${address} to ${mailbox.address}`, changes }));
      return this.journal.start(db, this.workflow, { tenantId, subjectId: mailboxId, input: { mailboxId, address }, actor: nameOf(context.actor), requestId: context.origin.requestId });
    };
    return context.effect(context.reach, write).catch((error: unknown) => {
      if (isUniqueViolation(error)) return new AddressTaken(address, ['input', 'address']);
      const refusal = refusedByRemoval(error, address);
      if (refusal) return refusal;
      throw error;
    });
  }
}

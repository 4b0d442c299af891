import { checkLocalPart } from '@dezky/kit/address/local-part';
import { AddressTaken, DomainNotVerified } from '@dezky/kit/address/address-failures.type';
import { Audited } from '@dezky/kit/audit/audit-trail';
import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { InvalidInput } from '@dezky/kit/failure/failure.type';
import type { WorkflowDefinition } from '@dezky/kit/workflow/step';
import type { WorkflowJournal } from '@dezky/kit/workflow/workflow-journal';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { oneTimePassword } from '../create-member/one-time-password';
import type { MailPeer } from '../mail-peer';
import { SignInShared } from '../member-failure.type';
import { memberPolicy } from '../member.policy';
import { lockMember, placeElsewhere, readMember } from '../member.repository';
import { beginMemberWork, runningWork, memberAfter } from '../member-work';
import { CreateMailboxInput } from './create-mailbox.input';
import { CreateMailboxResult, MailboxCreated } from './create-mailbox.result';
import type { CreateMailboxWork } from './create-mailbox.workflow';

interface BegunMailbox {
  readonly workflowId: string;
  /** The one-time password. */
  readonly password: string;
}

@Resolver()
export class CreateMailboxResolver {
  constructor(
    private readonly mail: MailPeer,
    private readonly journal: WorkflowJournal,
    private readonly workflow: WorkflowDefinition<CreateMailboxWork>,
  ) {}

  @Mutation(() => CreateMailboxResult, { description: 'Gives a member who has none a mailbox on the primary domain; they go on signing in as before.' })
  @Audited('mailbox.created')
  @Authorize(memberPolicy.signIn)
  async createMailbox(@Arg('input', () => CreateMailboxInput) input: CreateMailboxInput, @Ctx() context: RequestContext): Promise<typeof CreateMailboxResult> {
    const begun = context.earlier<BegunMailbox>() ?? (await this.begin(context, input, oneTimePassword()));
    if (!('workflowId' in begun)) return begun;
    return new MailboxCreated({ oneTimePassword: begun.password, ...(await memberAfter(context, input.memberId, begun.workflowId)) });
  }

  private async begin(context: RequestContext, { memberId, ...input }: CreateMailboxInput, password: string): Promise<BegunMailbox | Exclude<typeof CreateMailboxResult, MailboxCreated>> {
    const { tenantId, displayName } = await context.rows.in(context.reach, (db) => readMember(db, memberId));
    const localPart = checkLocalPart(input.localPart);
    if (localPart instanceof InvalidInput) return localPart;
    const scope = { tenantId, requestId: context.origin.requestId };
    if (await this.mail.mailboxState(memberId, scope)) return new InvalidInput(`${displayName} has a mailbox already.`, ['input', 'memberId']);
    const offer = await this.mail.mailboxOffer({ localPart }, scope);
    if (!offer?.verified) return new DomainNotVerified(offer?.domain ?? null);
    const { address, taken } = offer;
    if (taken) return new AddressTaken(address);
    return context.effect(context.reach, async (db) => {
      const member = await lockMember(db, memberId);
      if (member.status !== 'ACTIVE' || (await runningWork(db, memberId))) return new InvalidInput(`${displayName} is not active, or another change to them is still running.`, ['input', 'memberId']);
      // The mailbox and the sign-in get one password, which would change how the person signs in to the other company.
      if ((await placeElsewhere(db, member.userId, tenantId)) !== 'NONE') return new SignInShared(displayName);
      const changes = [{ field: 'address', before: member.address, after: address }];
      const work = { address, displayName: member.displayName, before: member.address, bootstrap: member.bootstrap };
      return { workflowId: await beginMemberWork(db, context, this.journal, this.workflow, member, { action: 'mailbox.created', summary: `Created the mailbox ${address} for ${member.displayName}`, changes }, { secret: password, input: work }), password };
    });
  }
}

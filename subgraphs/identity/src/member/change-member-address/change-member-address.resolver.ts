import { checkLocalPart } from '@dezky/kit/address/local-part';
import { AddressTaken, DomainNotVerified } from '@dezky/kit/address/address-failures.type';
import { Audited } from '@dezky/kit/audit/audit-trail';
import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { InvalidInput } from '@dezky/kit/failure/failure.type';
import type { WorkflowDefinition } from '@dezky/kit/workflow/step';
import type { WorkflowJournal } from '@dezky/kit/workflow/workflow-journal';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { MailPeer } from '../mail-peer';
import { memberPolicy } from '../member.policy';
import { memberAfter } from '../member-work';
import { readMember } from '../member.repository';
import { beginRename } from './begin-rename';
import { ChangeMemberAddressInput } from './change-member-address.input';
import { ChangeMemberAddressResult, MemberAddressChanged } from './change-member-address.result';
import type { RenameWork } from './rename-work';

@Resolver()
export class ChangeMemberAddressResolver {
  constructor(
    private readonly mail: MailPeer,
    private readonly journal: WorkflowJournal,
    private readonly workflow: WorkflowDefinition<RenameWork>,
  ) {}

  @Mutation(() => ChangeMemberAddressResult, { description: 'Gives a member another primary address, everywhere; mail, files and password stay.' })
  @Audited('member.address_changed')
  @Authorize(memberPolicy.signIn)
  async changeMemberAddress(@Arg('input', () => ChangeMemberAddressInput) input: ChangeMemberAddressInput, @Ctx() context: RequestContext): Promise<typeof ChangeMemberAddressResult> {
    const begun = context.earlier<string>() ?? (await this.begin(context, input));
    if (typeof begun !== 'string') return begun;
    return new MemberAddressChanged(await memberAfter(context, input.memberId, begun));
  }

  private async begin(context: RequestContext, input: ChangeMemberAddressInput): Promise<string | Exclude<typeof ChangeMemberAddressResult, MemberAddressChanged>> {
    const { memberId, keepOldAddress } = input;
    const { tenantId, displayName } = await context.rows.in(context.reach, (db) => readMember(db, memberId));
    const localPart = checkLocalPart(input.localPart);
    if (localPart instanceof InvalidInput) return localPart;
    const scope = { tenantId, requestId: context.origin.requestId };
    if (!(await this.mail.mailboxState(memberId, scope))) return new InvalidInput(`${displayName} has no mailbox. Change the sign-in, or create a mailbox.`, ['input', 'memberId']);
    const offer = await this.mail.mailboxOffer({ localPart, domain: input.domain ?? null, memberId }, scope);
    if (!offer?.verified) return new DomainNotVerified(offer?.domain ?? input.domain ?? null);
    if (offer.taken) return new AddressTaken(offer.address);
    return beginRename(context, this.journal, this.workflow, { memberId, to: offer.address, keepOldAddress, wasAlias: offer.alias, field: 'localPart', action: 'member.address_changed' });
  }
}

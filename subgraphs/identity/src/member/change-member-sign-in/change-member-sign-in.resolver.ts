import { Audited } from '@dezky/kit/audit/audit-trail';
import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { InvalidInput } from '@dezky/kit/failure/failure.type';
import type { WorkflowDefinition } from '@dezky/kit/workflow/step';
import type { WorkflowJournal } from '@dezky/kit/workflow/workflow-journal';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { beginRename } from '../change-member-address/begin-rename';
import type { RenameWork } from '../change-member-address/rename-work';
import type { MailPeer } from '../mail-peer';
import { memberPolicy } from '../member.policy';
import { memberAfter } from '../member-work';
import { readMember } from '../member.repository';
import { ChangeMemberSignInInput } from './change-member-sign-in.input';
import { ChangeMemberSignInResult, MemberSignInChanged } from './change-member-sign-in.result';

@Resolver()
export class ChangeMemberSignInResolver {
  constructor(
    private readonly mail: MailPeer,
    private readonly journal: WorkflowJournal,
    private readonly workflow: WorkflowDefinition<RenameWork>,
  ) {}

  @Mutation(() => ChangeMemberSignInResult, { description: 'Gives a member without a mailbox another address to sign in with; password and files stay.' })
  @Audited('member.sign_in_changed')
  @Authorize(memberPolicy.signIn)
  async changeMemberSignIn(@Arg('input', () => ChangeMemberSignInInput) input: ChangeMemberSignInInput, @Ctx() context: RequestContext): Promise<typeof ChangeMemberSignInResult> {
    const begun = context.earlier<string>() ?? (await this.begin(context, input));
    if (typeof begun !== 'string') return begun;
    return new MemberSignInChanged(await memberAfter(context, input.memberId, begun));
  }

  private async begin(context: RequestContext, { memberId, email }: ChangeMemberSignInInput): Promise<string | Exclude<typeof ChangeMemberSignInResult, MemberSignInChanged>> {
    const { tenantId, displayName } = await context.rows.in(context.reach, (db) => readMember(db, memberId));
    const scope = { tenantId, requestId: context.origin.requestId };
    if (await this.mail.mailboxState(memberId, scope)) return new InvalidInput(`${displayName} has a mailbox. Change its address instead.`, ['input', 'memberId']);
    if (await this.mail.hostsDomain(email.split('@')[1] ?? '', scope)) return new InvalidInput('This address is on a domain that is here already. Create a mailbox on it, or use an address from outside.', ['input', 'email']);
    return beginRename(context, this.journal, this.workflow, { memberId, to: email, keepOldAddress: false, wasAlias: false, field: 'email', action: 'member.sign_in_changed' });
  }
}

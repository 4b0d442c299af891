import { auditRecord } from '@dezky/kit/audit/audit-outbox';
import { nameOf } from '@dezky/kit/context/actor';
import { Audited } from '@dezky/kit/audit/audit-trail';
import { Authorize } from '@dezky/kit/context/authorize';
import { Reach } from '@dezky/kit/context/reach';
import { RequestContext } from '@dezky/kit/context/request-context';
import { forbidden, notFound } from '@dezky/kit/failure/errors';
import { InvalidInput } from '@dezky/kit/failure/failure.type';
import type { WorkflowDefinition } from '@dezky/kit/workflow/step';
import { type WorkflowJournal, awaitWorkflow } from '@dezky/kit/workflow/workflow-journal';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { recordAudit } from '../../audit/audit.repository';
import { lockMember } from '../../member/member.repository';
import { runningWork } from '../../member/member-work';
import { viewerPolicy } from '../viewer.policy';
import { ChangePasswordInput } from './change-password.input';
import { ChangePasswordResult, PasswordChanged } from './change-password.result';
import type { ChangePasswordWork } from './change-password.workflow';
import { checkNewPassword } from './password-strength';

@Resolver()
export class ChangePasswordResolver {
  constructor(
    private readonly journal: WorkflowJournal,
    private readonly workflow: WorkflowDefinition<ChangePasswordWork>,
  ) {}

  @Mutation(() => ChangePasswordResult, { description: 'Replaces the one-time password of whoever is signed in, in every system at once.' })
  @Audited('member.password_changed')
  @Authorize(viewerPolicy.changePassword)
  async changePassword(@Arg('input', () => ChangePasswordInput) input: ChangePasswordInput, @Ctx() context: RequestContext): Promise<typeof ChangePasswordResult> {
    const { actor, origin } = context;
    if (actor.kind !== 'USER') throw forbidden();
    const [membership] = actor.memberships;
    const earlier = context.earlier<string>();
    if (membership && earlier) return new PasswordChanged(await awaitWorkflow(context, earlier, { reach: Reach.tenant(membership.tenantId) }));
    if (!membership || !actor.passwordChangeRequired) return new InvalidInput('Your password is not a one-time password. Ask an admin for a new one.', ['input', 'newPassword']);
    const weak = checkNewPassword(input.newPassword, [actor.email, actor.name]);
    if (weak) return weak;
    const { tenantId, memberId } = membership;
    const reach = Reach.tenant(tenantId);
    const begun = await context.effect(reach, async (db) => {
      const member = await lockMember(db, memberId);
      if (member.user.authentikPk === null) throw notFound('sign-in');
      if (await runningWork(db, memberId)) return new InvalidInput('Another change to your account is still running. Try again in a moment.', ['input', 'newPassword']);
      await recordAudit(db, [auditRecord(context, { tenantId, action: 'member.password_changed', target: { kind: 'member', id: memberId, name: member.displayName }, summary: `${member.displayName} chose a new password` })]);
      const work: ChangePasswordWork = { memberId, userId: member.userId, authentikPk: member.user.authentikPk };
      return this.journal.start(db, this.workflow, { tenantId, subjectId: memberId, input: work, actor: nameOf(actor), requestId: origin.requestId, secret: input.newPassword });
    });
    return typeof begun === 'string' ? new PasswordChanged(await awaitWorkflow(context, begun, { reach })) : begun;
  }
}

import type { WorkflowDefinition } from '@dezky/kit/workflow/step';
import { changeMailboxPassword } from '../../viewer/change-password/change-mailbox-password.step';
import { changeSignInPassword } from '../../viewer/change-password/change-sign-in-password.step';
import type { MemberSystems } from '../create-member/create-member.workflow';
import type { MemberWork } from '../member-work';
import { endSessions } from '../sign-out-member/end-sessions.step';
import { requireNewPassword } from './require-new-password.step';

/** One one-time password for everything, and everybody out who came in with the old one. The mailbox first: it is the one that may still refuse. */
export const resetMemberPassword = ({ authentik, mail }: Pick<MemberSystems, 'authentik' | 'mail'>): WorkflowDefinition<MemberWork> => ({
  name: 'resetMemberPassword',
  kind: 'RESET_MEMBER_PASSWORD',
  plan: [[changeMailboxPassword(mail)], [requireNewPassword()], [changeSignInPassword(authentik)], [endSessions(authentik)]],
});

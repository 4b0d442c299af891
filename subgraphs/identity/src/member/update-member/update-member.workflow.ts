import type { WorkflowDefinition } from '@dezky/kit/workflow/step';
import type { MemberSystems } from '../create-member/create-member.workflow';
import type { MemberWork } from '../member-work';
import { mirrorToMailbox } from './mirror-to-mailbox.step';
import { mirrorToSignIn } from './mirror-to-sign-in.step';

/** Our table has the edit already; here the systems that show a copy of it are told. */
export const updateMember = ({ authentik, mail }: Pick<MemberSystems, 'authentik' | 'mail'>): WorkflowDefinition<MemberWork> => ({
  name: 'updateMember',
  kind: 'UPDATE_MEMBER',
  plan: [[mirrorToSignIn(authentik), mirrorToMailbox(mail)]],
});

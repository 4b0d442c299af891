import type { WorkflowDefinition } from '@dezky/kit/workflow/step';
import type { MemberSystems } from '../create-member/create-member.workflow';
import type { MemberWork } from '../member-work';
import { endSessions } from './end-sessions.step';

/** Out of every browser and program, and free to sign in again. */
export const signOutMember = ({ authentik }: Pick<MemberSystems, 'authentik'>): WorkflowDefinition<MemberWork> => ({
  name: 'signOutMember',
  kind: 'SIGN_OUT_MEMBER',
  plan: [[endSessions(authentik)]],
});

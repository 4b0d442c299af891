import type { WorkflowDefinition } from '@dezky/kit/workflow/step';
import type { MemberSystems } from '../create-member/create-member.workflow';
import type { MemberWork } from '../member-work';
import { markMember } from '../suspend-member/mark-member.step';
import { enableSignIn } from './enable-sign-in.step';
import { resumeDrive } from './resume-drive.step';
import { unfreezeMailbox } from './unfreeze-mailbox.step';

/** Back to everything, with the old password. */
export const resumeMember = ({ authentik, mail, storage }: MemberSystems): WorkflowDefinition<MemberWork> => ({
  name: 'resumeMember',
  kind: 'RESUME_MEMBER',
  plan: [[unfreezeMailbox(mail), resumeDrive(storage)], [enableSignIn(authentik)], [markMember('ACTIVE', 'SUSPENDED')]],
});

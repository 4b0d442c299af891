import type { WorkflowDefinition } from '@dezky/kit/workflow/step';
import type { MemberSystems } from '../create-member/create-member.workflow';
import type { MemberWork } from '../member-work';
import { disableSignIn } from '../suspend-member/disable-sign-in.step';
import { deleteSignIn } from './delete-sign-in.step';
import { forgetMember } from './forget-member.step';
import { removeDrive } from './remove-drive.step';
import { removeMailbox } from './remove-mailbox.step';
import { releaseSeat } from './release-seat.step';

/** First nobody gets in any more, then nothing is left. */
export const removeMember = ({ authentik, mail, storage, billing }: MemberSystems): WorkflowDefinition<MemberWork> => ({
  name: 'removeMember',
  kind: 'REMOVE_MEMBER',
  plan: [[disableSignIn(authentik)], [removeMailbox(mail), removeDrive(storage)], [deleteSignIn(authentik)], [releaseSeat(billing)], [forgetMember()]],
});

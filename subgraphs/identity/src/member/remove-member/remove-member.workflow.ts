import type { WorkflowDefinition } from '@dezky/kit/workflow/step';
import type { MemberSystems } from '../create-member/create-member.workflow';
import type { MemberWork } from '../member-work';
import { proveAccessEnded } from '../prove-access-ended/prove-access-ended.step';
import { disableSignIn, keepSignIn } from '../suspend-member/disable-sign-in.step';
import { deleteSignIn } from './delete-sign-in.step';
import { forgetMember } from './forget-member.step';
import { removeDrive } from './remove-drive.step';
import { removeMailbox } from './remove-mailbox.step';
import { releaseSeat } from './release-seat.step';

/** First nobody gets in any more, then nothing is left; the proof comes before the record goes, which says whom to try it for. */
export const removeMember = (systems: MemberSystems): WorkflowDefinition<MemberWork> => ({
  name: 'removeMember.v2',
  kind: 'REMOVE_MEMBER',
  plan: [...steps(systems), [proveAccessEnded(systems, 'REMOVED')], [forgetMember(systems.authentik)]],
});

/** Nothing is left here of somebody whose sign-in another tenant lets in. */
export const removeSharedMember = (systems: MemberSystems): WorkflowDefinition<MemberWork> => {
  const { authentik, mail, storage, billing } = systems;
  return {
    name: 'removeSharedMember',
    kind: 'REMOVE_MEMBER',
    plan: [[keepSignIn(authentik)], [removeMailbox(mail), removeDrive(storage)], [releaseSeat(billing)], [proveAccessEnded(systems, 'REMOVED')], [forgetMember(authentik)]],
  };
};

/** The plan before there was a proof, for what runs by it still. */
export const removeMemberBefore = (systems: MemberSystems): WorkflowDefinition<MemberWork> => ({ name: 'removeMember', kind: 'REMOVE_MEMBER', plan: [...steps(systems), [forgetMember(systems.authentik)]] });

const steps = ({ authentik, mail, storage, billing }: MemberSystems): WorkflowDefinition<MemberWork>['plan'] => [[disableSignIn(authentik)], [removeMailbox(mail), removeDrive(storage)], [deleteSignIn(authentik)], [releaseSeat(billing)]];

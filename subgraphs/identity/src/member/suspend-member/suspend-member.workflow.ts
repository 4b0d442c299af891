import type { WorkflowDefinition } from '@dezky/kit/workflow/step';
import type { MemberSystems } from '../create-member/create-member.workflow';
import { MemberEntity } from '../member.entity';
import type { MemberWork } from '../member-work';
import { proveAccessEnded } from '../prove-access-ended/prove-access-ended.step';
import { disableSignIn, keepSignIn } from './disable-sign-in.step';
import { freezeMailbox } from './freeze-mailbox.step';
import { markMember } from './mark-member.step';
import { suspendDrive } from './suspend-drive.step';

/** Blocked when the request was accepted, before any step: an undo that never reached the last step lets them in again here. */
const letInWhenUndone: WorkflowDefinition<MemberWork>['ended'] = async ({ input }, db, state) => {
  if (state === 'UNDONE') await db.update(MemberEntity, { id: input.memberId }, { blockedAt: null });
};

const steps = ({ authentik, mail, storage }: MemberSystems): WorkflowDefinition<MemberWork>['plan'] => [[disableSignIn(authentik)], [freezeMailbox(mail), suspendDrive(storage)], [markMember('SUSPENDED', 'ACTIVE')]];

/** Out of everything, with everything kept, and seen to be so. */
export const suspendMember = (systems: MemberSystems): WorkflowDefinition<MemberWork> => ({
  name: 'suspendMember.v2',
  kind: 'SUSPEND_MEMBER',
  plan: [...steps(systems), [proveAccessEnded(systems, 'SUSPENDED')]],
  ended: letInWhenUndone,
});

/** Out of everything here, by a sign-in that another tenant lets them in with. */
export const suspendSharedMember = (systems: MemberSystems): WorkflowDefinition<MemberWork> => ({
  name: 'suspendSharedMember',
  kind: 'SUSPEND_MEMBER',
  plan: [[keepSignIn(systems.authentik)], ...steps(systems).slice(1), [proveAccessEnded(systems, 'SUSPENDED')]],
  ended: letInWhenUndone,
});

/** The plan before there was a proof, for what runs by it still. */
export const suspendMemberBefore = (systems: MemberSystems): WorkflowDefinition<MemberWork> => ({ name: 'suspendMember', kind: 'SUSPEND_MEMBER', plan: steps(systems), ended: letInWhenUndone });

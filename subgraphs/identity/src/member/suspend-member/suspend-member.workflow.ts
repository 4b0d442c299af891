import type { WorkflowDefinition } from '@dezky/kit/workflow/step';
import type { MemberSystems } from '../create-member/create-member.workflow';
import { MemberEntity } from '../member.entity';
import type { MemberWork } from '../member-work';
import { disableSignIn } from './disable-sign-in.step';
import { freezeMailbox } from './freeze-mailbox.step';
import { markMember } from './mark-member.step';
import { suspendDrive } from './suspend-drive.step';

/** Out of everything, with everything kept. */
export const suspendMember = ({ authentik, mail, storage }: MemberSystems): WorkflowDefinition<MemberWork> => ({
  name: 'suspendMember',
  kind: 'SUSPEND_MEMBER',
  plan: [[disableSignIn(authentik)], [freezeMailbox(mail), suspendDrive(storage)], [markMember('SUSPENDED', 'ACTIVE')]],
  // Blocked when the request was accepted, before any step: an undo that never reached the last step lets them in again here.
  ended: async ({ input }, db, state) => {
    if (state === 'UNDONE') await db.update(MemberEntity, { id: input.memberId }, { blockedAt: null });
  },
});

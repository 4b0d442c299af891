import type { WorkflowDefinition } from '@dezky/kit/workflow/step';
import { activateMember } from '../../member/create-member/activate-member.step';
import type { CreateMemberWork, MemberSystems } from '../../member/create-member/create-member.workflow';
import { createSignIn } from '../../member/create-member/create-sign-in.step';
import { provisionDrive } from '../../member/create-member/provision-drive.step';
import { provisionMailbox } from '../../member/create-member/provision-mailbox.step';
import { reserveMember } from '../../member/create-member/reserve-member.step';
import { updateSeats } from '../../member/create-member/update-seats.step';

/** As createMember, but for the seat: an import bills all of its seats together. */
export const importMember = ({ authentik, mail, storage, billing }: MemberSystems): WorkflowDefinition<CreateMemberWork> => ({
  name: 'importMember',
  kind: 'CREATE_MEMBER',
  plan: [[reserveMember(billing)], [createSignIn(authentik)], [provisionMailbox(mail), provisionDrive(storage)], [activateMember()]],
});

/** The number of members as it is when it runs; the import takes the member's place as what it is about. */
export const billImportedSeats = ({ billing }: Pick<MemberSystems, 'billing'>): WorkflowDefinition<CreateMemberWork> => ({
  name: 'billImportedSeats',
  kind: 'IMPORT_MEMBERS',
  plan: [[updateSeats(billing)]],
});

import type { WorkflowDefinition } from '@dezky/kit/workflow/step';
import type { MemberSystems } from '../create-member/create-member.workflow';
import { dropOldAddress } from './drop-old-address.step';
import { recordAddress } from './record-address.step';
import { renameDrive } from './rename-drive.step';
import { renameMailbox } from './rename-mailbox.step';
import { renameSignIn } from './rename-sign-in.step';
import type { RenameWork } from './rename-work';

type Renaming = Pick<MemberSystems, 'authentik' | 'mail' | 'storage'>;

/** Another address everywhere; nothing is deleted and made anew. Recorded first, so that its undo, the last one, gives the name back when no system uses it any more. */
export const changeMemberAddress = ({ authentik, mail, storage }: Renaming): WorkflowDefinition<RenameWork> => ({
  name: 'changeMemberAddress',
  kind: 'CHANGE_MEMBER_ADDRESS',
  plan: [[recordAddress()], [renameMailbox(mail)], [renameSignIn(authentik)], [renameDrive(storage)], [dropOldAddress(mail)]],
});

/**
 * Another name to sign in with, for somebody without a mailbox. The sign-in lets go of the old name last, and takes it back first:
 * nothing else holds that name, and the storage server opens the account that is tied to it to whoever signs in by it.
 */
export const changeMemberSignIn = ({ authentik, storage }: Renaming): WorkflowDefinition<RenameWork> => ({
  name: 'changeMemberSignIn',
  kind: 'CHANGE_MEMBER_SIGN_IN',
  plan: [[recordAddress()], [renameDrive(storage)], [renameSignIn(authentik)]],
});

import { NotYetSeen, type Step } from '@dezky/kit/workflow/step';
import type { StoragePeer } from '../storage-peer';
import type { CreateMemberWork } from './create-member.workflow';

/** The storage account; its drive appears when the person opens the storage for the first time. */
export const provisionDrive = (storage: StoragePeer): Step<CreateMemberWork> => ({
  name: 'provision-drive',
  title: 'Create the storage account',
  system: 'OCIS',
  run: (context) => {
    const { memberId, address, displayName } = context.input;
    return storage.provisionDrive({ memberId, username: address, displayName }, context);
  },
  verify: async (context) => {
    if ((await storage.driveState(context.input.memberId, context)) !== 'ACTIVE') throw new NotYetSeen('ownCloud does not show the new account yet.');
  },
  undo: (context) => storage.removeDrive(context.input.memberId, context),
});

import { NotYetSeen, type Step, irreversible } from '@dezky/kit/workflow/step';
import type { MemberWork } from '../member-work';
import type { StoragePeer } from '../storage-peer';

export const removeDrive = (storage: StoragePeer): Step<MemberWork> => ({
  name: 'remove-drive',
  title: 'Delete the storage account and its drive',
  system: 'OCIS',
  run: (context) => storage.removeDrive(context.input.memberId, context),
  verify: async (context) => {
    if ((await storage.driveState(context.input.memberId, context)) !== null) throw new NotYetSeen('ownCloud still shows the account.');
  },
  undo: irreversible,
});

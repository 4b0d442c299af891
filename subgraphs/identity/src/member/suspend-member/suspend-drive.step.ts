import { NotYetSeen, type Step } from '@dezky/kit/workflow/step';
import type { MemberWork } from '../member-work';
import type { StoragePeer } from '../storage-peer';

export const suspendDrive = (storage: StoragePeer): Step<MemberWork> => ({
  name: 'suspend-drive',
  title: 'Disable the storage account',
  system: 'OCIS',
  run: (context) => storage.suspendDrive(context.input.memberId, context),
  verify: async (context) => {
    if ((await storage.driveState(context.input.memberId, context)) === 'ACTIVE') throw new NotYetSeen('ownCloud still shows the account as enabled.');
  },
  undo: (context) => storage.resumeDrive(context.input.memberId, context),
});

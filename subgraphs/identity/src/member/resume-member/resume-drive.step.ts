import { NotYetSeen, type Step } from '@dezky/kit/workflow/step';
import type { MemberWork } from '../member-work';
import type { StoragePeer } from '../storage-peer';

export const resumeDrive = (storage: StoragePeer): Step<MemberWork> => ({
  name: 'resume-drive',
  title: 'Enable the storage account',
  system: 'OCIS',
  run: (context) => storage.resumeDrive(context.input.memberId, context),
  verify: async (context) => {
    // The storage account of somebody who signs in elsewhere as well may be there.
    if ((await storage.driveState(context.input.memberId, context)) === 'FROZEN') throw new NotYetSeen('ownCloud still shows the account as disabled.');
  },
  undo: (context) => storage.suspendDrive(context.input.memberId, context),
});

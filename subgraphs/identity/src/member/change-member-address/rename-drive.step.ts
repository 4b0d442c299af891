import { NotYetSeen, type Step } from '@dezky/kit/workflow/step';
import type { StoragePeer } from '../storage-peer';
import type { RenameWork } from './rename-work';

/** The storage server finds the account by the name in the token. */
export const renameDrive = (storage: StoragePeer): Step<RenameWork> => ({
  name: 'rename-drive',
  title: 'Tie the storage account to the new name',
  system: 'OCIS',
  run: async (context) => {
    if (context.input.signsIn) await storage.renameDrive(context.input.memberId, context.input.to, context);
  },
  verify: async (context) => {
    if (!context.input.signsIn) return;
    const username = await storage.driveUsername(context.input.memberId, context);
    if (username !== null && username !== context.input.to) throw new NotYetSeen('ownCloud does not show the new name yet.');
  },
  undo: async (context) => {
    if (context.input.signsIn) await storage.renameDrive(context.input.memberId, context.input.from, context);
  },
});

import type { Step } from '@dezky/kit/workflow/step';
import { freeFormerAddresses } from '../distribution-list.repository';
import type { UpdateListWork } from './update-distribution-list.workflow';

/** Last, when the mail server has let go of the old address. Taking the change back takes it back too, while nobody else has it: a change that got here has succeeded. */
export const freeFormerAddress = (): Step<UpdateListWork> => ({
  name: 'free-former-address',
  title: 'Free the old address',
  system: 'DEZKY',
  run: ({ rows, input }) => rows((db) => freeFormerAddresses(db, input.listId, [input.before.address])),
  // Wanted again meanwhile, it stays.
  verify: async () => undefined,
  undo: async () => undefined,
});

import type { Step } from '@dezky/kit/workflow/step';
import { deleteList } from '../distribution-list.repository';
import type { ListWork } from '../write-distribution-list.step';

/** The row is written together with the workflow; this step stands for it, and its undo frees the address. */
export const reserveDistributionList = (): Step<ListWork> => ({
  name: 'reserve-distribution-list',
  title: 'Reserve the address',
  system: 'DEZKY',
  run: async () => undefined,
  // Deleted again meanwhile: then there is nothing to hold.
  verify: async () => undefined,
  undo: ({ rows, input }) => rows((db) => deleteList(db, input.listId)),
});

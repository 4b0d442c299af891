import { FinalFault, type Step } from '@dezky/kit/workflow/step';
import { DistributionListEntity } from '../distribution-list.entity';
import { deleteList } from '../distribution-list.repository';
import type { ListWork } from '../write-distribution-list.step';

/** Last, when the mail server has let go of the address: before that, whoever got it next would be refused there. */
export const freeListAddress = (): Step<ListWork> => ({
  name: 'free-list-address',
  title: 'Free the address',
  system: 'DEZKY',
  run: ({ rows, input }) => rows((db) => deleteList(db, input.listId)),
  verify: async () => undefined,
  undo: ({ rows, input }) =>
    rows(async (db) => {
      if (!(await db.existsBy(DistributionListEntity, { id: input.listId }))) throw new FinalFault('The list is gone for good. Create it again.');
    }),
});

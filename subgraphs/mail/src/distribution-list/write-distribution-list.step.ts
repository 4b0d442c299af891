import { NotYetSeen, type Step, type StepContext, irreversible } from '@dezky/kit/workflow/step';
import type { StalwartClient } from '../stalwart/stalwart-client';
import { agreedList, writeList } from './agree-on-list';

/** What the workflows that change a distribution list have in common. */
export interface ListWork {
  readonly listId: string;
}

/**
 * The whole list as our table has it by then: it may carry the changes of others, and theirs may carry this one.
 *
 * @param takeBack puts the table right before the list is written again.
 */
export const writeDistributionListStep = <Work extends ListWork>(stalwart: StalwartClient, takeBack: ((context: StepContext<Work>) => Promise<void>) | typeof irreversible): Step<Work> => {
  const verify = async ({ input, rows }: StepContext<Work>): Promise<void> => {
    if ((await agreedList(rows, stalwart, input.listId)) === null) throw new NotYetSeen('Stalwart does not show the list as it is wanted yet.');
  };
  const undo = async (context: StepContext<Work>): Promise<void> => {
    await (takeBack as Exclude<typeof takeBack, symbol>)(context);
    await writeList(context.rows, stalwart, context.input.listId);
    await verify(context);
  };
  return {
    name: 'write-distribution-list',
    title: 'Write the list to the mail server',
    system: 'STALWART',
    run: ({ input, rows }) => writeList(rows, stalwart, input.listId),
    verify,
    undo: takeBack === irreversible ? irreversible : undo,
  };
};

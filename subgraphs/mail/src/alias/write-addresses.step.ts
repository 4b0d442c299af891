import type { Db } from '@dezky/kit/database/rows';
import { NotYetSeen, type Step, type StepContext } from '@dezky/kit/workflow/step';
import type { StalwartClient } from '../stalwart/stalwart-client';
import { agreedAddresses, writeAddresses } from './agree-on-addresses';

/** What the workflows that change aliases have in common. */
export interface AliasWork {
  readonly mailboxId: string;
  readonly address: string;
}

/**
 * The whole list as our table has it by then: it may carry the changes of others, and theirs may carry this one.
 *
 * @param takeBack puts the table right before the list is written again.
 */
export const writeAddressesStep = <Work extends AliasWork>(stalwart: StalwartClient, takeBack: (db: Db, work: Work, context: StepContext<Work>) => Promise<unknown>): Step<Work> => {
  const verify = async ({ input, rows }: StepContext<Work>): Promise<void> => {
    if ((await agreedAddresses(rows, stalwart, input.mailboxId)) === null) throw new NotYetSeen('Stalwart does not show the addresses of this mailbox yet.');
  };
  return {
    name: 'write-addresses',
    title: 'Write the addresses to the mail server',
    system: 'STALWART',
    run: ({ input, rows }) => writeAddresses(rows, stalwart, input.mailboxId),
    verify,
    undo: async (context) => {
      await context.rows((db) => takeBack(db, context.input, context));
      await writeAddresses(context.rows, stalwart, context.input.mailboxId);
      await verify(context);
    },
  };
};

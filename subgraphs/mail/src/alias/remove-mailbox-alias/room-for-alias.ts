import type { Db } from '@dezky/kit/database/rows';
import { FinalFault } from '@dezky/kit/workflow/step';
import { holdMailbox } from '../../mailbox/mailbox.repository';
import { aliasOf, aliasesPerMailbox, hasAliasToSpare } from '../alias.repository';

/**
 * For an alias whose removal is taken back: another may have taken its place since. Holds the mailbox, so that none does meanwhile.
 *
 * @throws FinalFault when the mailbox has all it can have without it.
 */
export async function findRoomForAlias(db: Db, { mailboxId, address }: { readonly mailboxId: string; readonly address: string }): Promise<void> {
  const mailbox = await holdMailbox(db, mailboxId);
  if (!mailbox || (await aliasOf(db, mailboxId, address)) || (await hasAliasToSpare(db, mailboxId))) return;
  throw new FinalFault(`${mailbox.address} has ${aliasesPerMailbox} aliases again, as many as a mailbox can have. Remove one of them and undo once more, or retry, so that ${address} goes for good.`);
}

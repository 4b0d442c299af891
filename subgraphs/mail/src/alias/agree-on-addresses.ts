import type { Db } from '@dezky/kit/database/rows';
import { BackEnd, BackEndError } from '@dezky/kit/http/back-end-error';
import type { AccountAddresses, AliasAddress, StalwartClient } from '../stalwart/stalwart-client';
import { type WantedAddresses, freeAddresses, wantedAddresses } from './alias.repository';

/** How the rows are reached: inside a request or inside a step. */
export type InRows = <T>(work: (db: Db) => Promise<T>) => Promise<T>;

/**
 * The mail server keeps all addresses of an account in one list, and knows no condition under which a write is refused:
 * of two writers the last one wins, with whatever it read before. So nobody edits that list. Our table says what is wanted,
 * a writer writes the whole of it and looks at table and server again; while they differ, it writes again. Whoever wrote
 * last compares last, so the order in which writes arrive does not matter, and no transaction is open meanwhile.
 */
export async function writeAddresses(rows: InRows, stalwart: StalwartClient, mailboxId: string): Promise<void> {
  const state = await rows((db) => wantedAddresses(db, mailboxId));
  if (!state) return;
  await stalwart.setAddresses(state.accountId, state.wanted).catch((error: unknown) => {
    // Our table has decided already who gets an address: the server only lags behind another mailbox's change.
    if (error instanceof BackEndError && error.fault === 'CONFLICT') throw new BackEndError(BackEnd.STALWART, 'BUSY', 'The mail server still has one of these addresses somewhere else.', { cause: error });
    throw error;
  });
}

/** @returns what both sides agree on, `GONE` with the mailbox, or null while they differ. */
export async function agreedAddresses(rows: InRows, stalwart: StalwartClient, mailboxId: string): Promise<WantedAddresses | 'GONE' | null> {
  const state = await rows((db) => wantedAddresses(db, mailboxId));
  if (!state) return 'GONE';
  const found = await stalwart.getAddresses(state.accountId);
  const now = await rows((db) => wantedAddresses(db, mailboxId));
  if (!now) return 'GONE';
  return found && same(found, now.wanted) ? now : null;
}

/** More than a handful of people do not change one mailbox at once. */
const rounds = 8;

/** Makes the mail server agree now, and gives back the addresses it let go of. @throws BackEndError passing, when it does not. */
export async function agreeOnAddresses(rows: InRows, stalwart: StalwartClient, mailboxId: string): Promise<void> {
  for (let round = 1; round <= rounds; round += 1) {
    await writeAddresses(rows, stalwart, mailboxId);
    const agreed = await agreedAddresses(rows, stalwart, mailboxId);
    if (agreed === null) continue;
    if (agreed !== 'GONE' && agreed.leaving.length > 0) await rows((db) => freeAddresses(db, mailboxId, agreed.leaving));
    return;
  }
  throw new BackEndError(BackEnd.STALWART, 'BUSY', 'The mail server does not show the new addresses yet.');
}

const same = (left: AccountAddresses, right: AccountAddresses): boolean => left.localPart === right.localPart && left.domainId === right.domainId && listed(left.aliases) === listed(right.aliases);

/** In an order of its own: the server gives none. */
const listed = (aliases: readonly AliasAddress[]): string => JSON.stringify(aliases.map(({ localPart, domainId, enabled, description }) => JSON.stringify([localPart, domainId, enabled, description])).sort());

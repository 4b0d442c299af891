import type { Db } from '@dezky/kit/database/rows';
import { BackEnd, BackEndError } from '@dezky/kit/http/back-end-error';
import type { StalwartClient, StalwartList } from '../stalwart/stalwart-client';
import { DistributionListEntity } from './distribution-list.entity';
import { type WantedList, wantedList } from './distribution-list.repository';

/** How the rows are reached: inside a request or inside a step. */
type InRows = <T>(work: (db: Db) => Promise<T>) => Promise<T>;

/**
 * A list at the mail server is replaced as a whole, and the server knows no condition under which a write is refused. Our table
 * says what is wanted; whoever wrote looks at table and server again and writes again while they differ, so that whoever wrote
 * last compares last. A list that is on its way out is destroyed there, and made again when that is taken back.
 */
export async function writeList(rows: InRows, stalwart: StalwartClient, listId: string): Promise<void> {
  const state = await rows((db) => wantedList(db, listId));
  if (!state) return;
  if (state.leaving) {
    const id = state.stalwartId ?? (await stalwart.findList(state.wanted));
    if (id !== null) await stalwart.destroyList(id);
    return;
  }
  try {
    const id = state.stalwartId ?? (await make(rows, stalwart, listId, state.wanted));
    await stalwart.setList(id, state.wanted).catch(async (error: unknown) => {
      if (!(error instanceof BackEndError && error.fault === 'NOT_FOUND')) throw error;
      // Destroyed by a deletion that is taken back, or by hand.
      await rows((db) => db.update(DistributionListEntity, { id: listId, stalwartId: id }, { stalwartId: null }));
      await stalwart.setList(await make(rows, stalwart, listId, state.wanted), state.wanted);
    });
  } catch (error) {
    // Our table has decided already who gets an address: the server only lags behind another change.
    if (error instanceof BackEndError && error.fault === 'CONFLICT') throw new BackEndError(BackEnd.STALWART, 'BUSY', 'The mail server still has this address somewhere else.', { cause: error });
    throw error;
  }
}

async function make(rows: InRows, stalwart: StalwartClient, listId: string, wanted: StalwartList): Promise<string> {
  const id = await stalwart.ensureList(wanted);
  await rows((db) => db.update(DistributionListEntity, { id: listId }, { stalwartId: id }));
  return id;
}

/** @returns what both sides agree on, `GONE` with the list, or null while they differ. */
export async function agreedList(rows: InRows, stalwart: StalwartClient, listId: string): Promise<WantedList | 'GONE' | null> {
  const state = await rows((db) => wantedList(db, listId));
  if (!state) return 'GONE';
  const { stalwartId } = state;
  const found = stalwartId === null ? null : ((await stalwart.getLists([stalwartId])).get(stalwartId) ?? null);
  const lost = stalwartId === null && state.leaving ? await stalwart.findList(state.wanted) : null;
  const now = await rows((db) => wantedList(db, listId));
  if (!now) return 'GONE';
  if (now.leaving) return found === null && lost === null ? now : null;
  return found && now.stalwartId === stalwartId && same(found, now.wanted) ? now : null;
}

const same = (left: StalwartList, right: StalwartList): boolean => told(left) === told(right);

/** In an order of its own: the server gives none. */
const told = ({ localPart, domainId, name, recipients }: StalwartList): string => JSON.stringify([localPart, domainId, name, [...recipients].sort()]);

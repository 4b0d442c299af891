import type { JmapSession } from '@dezky/kit/http/jmap-session';
import type { MailAddress } from './address-verbs';
import { fromSetError, fromUnreadable, notApplied } from './errors';
import { type ListWire, getResponseWire, listWire, queryResponseWire, setResponseWire } from './stalwart.wire';

/** One address that hands mail on. */
export interface StalwartList extends MailAddress {
  readonly name: string;
  /** As given: the server neither checks nor normalises them, and keeps one that goes. */
  readonly recipients: readonly string[];
}

export interface ListVerbs {
  /**
   * Creates a list, or adopts the one that has this very address; an adopted one is not changed.
   *
   * @throws BackEndError `CONFLICT` when the address belongs to something else.
   */
  ensureList(list: StalwartList): Promise<string>;
  /** By id; ids the server does not know are left out. */
  getLists(ids: readonly string[]): Promise<Map<string, StalwartList>>;
  findList(address: MailAddress): Promise<string | null>;
  /**
   * Replaces address, name and all recipients in one write. The server knows no condition on its state: whoever writes reads back.
   *
   * @throws BackEndError `CONFLICT` when the address belongs to something else, and nothing is changed then; `NOT_FOUND`.
   */
  setList(id: string, list: StalwartList): Promise<void>;
  /** Gone already is done. */
  destroyList(id: string): Promise<void>;
}

/** `maxObjectsInGet` of the server. */
const batch = 500;

export function createListVerbs(session: JmapSession): ListVerbs {
  const getLists = async (ids: readonly string[]): Promise<Map<string, StalwartList>> => {
    const found = new Map<string, StalwartList>();
    for (let start = 0; start < ids.length; start += batch) {
      const [{ list }] = await session.request([['x:MailingList/get', { ids: ids.slice(start, start + batch), properties: ['name', 'domainId', 'description', 'recipients'] }]], [getResponseWire(listWire)]);
      for (const entry of list) found.set(entry.id, fromWire(entry));
    }
    return found;
  };

  return {
    async ensureList(list) {
      const [{ created, notCreated }] = await session.request([['x:MailingList/set', { create: { l: toWire(list) } }]], [setResponseWire]);
      if (created['l']) return created['l'].id;
      const error = notCreated['l'];
      if (!error) throw fromUnreadable(new Error('neither created nor refused'));
      const id = error.type === 'primaryKeyViolation' && error.objectId?.object === 'MailingList' ? error.objectId.id : null;
      const existing = id === null ? undefined : (await getLists([id])).get(id);
      // It may have the address as an alias, which is none of ours.
      if (id === null || existing?.localPart !== list.localPart || existing.domainId !== list.domainId) throw fromSetError(error, `the list ${list.localPart}`);
      return id;
    },

    getLists,

    async findList({ localPart, domainId }) {
      // No filter takes an address; this one narrows to lists with the same words in it.
      const [{ ids }] = await session.request([['x:MailingList/query', { filter: { text: localPart } }]], [queryResponseWire]);
      const found = [...(await getLists(ids))].find(([, list]) => list.localPart === localPart && list.domainId === domainId);
      return found?.[0] ?? null;
    },

    async setList(id, list) {
      const [{ updated, notUpdated }] = await session.request([['x:MailingList/set', { update: { [id]: toWire(list) } }]], [setResponseWire]);
      const error = notUpdated[id];
      if (error) throw fromSetError(error, `the list ${list.localPart}`);
      if (!(id in updated)) throw notApplied(`the list ${list.localPart}`);
    },

    async destroyList(id) {
      const [{ notDestroyed }] = await session.request([['x:MailingList/set', { destroy: [id] }]], [setResponseWire]);
      const error = notDestroyed[id];
      if (error && error.type !== 'notFound') throw fromSetError(error, 'to delete the list');
    },
  };
}

const toWire = ({ localPart, domainId, name, recipients }: StalwartList): Record<string, unknown> => ({ name: localPart, domainId, description: name, recipients: Object.fromEntries(recipients.map((recipient) => [recipient, true])) });

const fromWire = ({ name, domainId, description, recipients }: ListWire): StalwartList => ({ localPart: name, domainId, name: description ?? '', recipients: Object.keys(recipients).filter((recipient) => recipients[recipient]) });

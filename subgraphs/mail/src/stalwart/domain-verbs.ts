import { BackEnd, BackEndError } from '@dezky/kit/http/back-end-error';
import type { JmapSession } from '@dezky/kit/http/jmap-session';
import { fromSetError, fromUnreadable } from './errors';
import { domainKeysWire, domainWire, domainZoneWire, getResponseWire, queryResponseWire, type SetErrorWire, setResponseWire } from './stalwart.wire';
import { parseZoneFile, type ZoneRecord } from './zone-file';

export interface StalwartDomain {
  readonly id: string;
  readonly name: string;
  /** As given when it was created; null without one. */
  readonly mark: string | null;
}

export interface DomainVerbs {
  /**
   * Creates a domain, or adopts the one that has this very name.
   *
   * @param mark kept with the domain; with it, only a domain of the same mark is adopted.
   * @throws BackEndError `CONFLICT` when the name is an alias of another domain, or the mark another one.
   */
  ensureDomain(name: string, mark?: string): Promise<{ id: string; created: boolean }>;
  getDomain(id: string): Promise<StalwartDomain | null>;
  findDomain(name: string): Promise<StalwartDomain | null>;
  /** Whether there are as many DKIM keys as algorithms; the server makes them in the background. */
  dkimReady(domainId: string): Promise<boolean>;
  /** The records the server wants published. @throws BackEndError `NOT_FOUND` */
  readZone(domainId: string): Promise<ZoneRecord[]>;
  /** Those of several domains, 500 at the most, in one request; one that is gone is left out. */
  readZones(domainIds: readonly string[]): Promise<Map<string, ZoneRecord[]>>;
  /**
   * Destroys a domain and its DKIM keys; gone already is done.
   *
   * @throws BackEndError `CONFLICT` while accounts, aliases or lists still use it.
   */
  destroyDomain(id: string): Promise<void>;
}

/** Times a key that was being made may get in between the query and the destroy. */
const destroyAttempts = 5;

export function createDomainVerbs(session: JmapSession): DomainVerbs {
  const getDomain = async (id: string): Promise<StalwartDomain | null> => {
    const [{ list }] = await session.request([['x:Domain/get', { ids: [id], properties: ['name', 'description'] }]], [getResponseWire(domainWire)]);
    const [domain] = list;
    return domain ? { id: domain.id, name: domain.name, mark: domain.description } : null;
  };

  const readZones = async (domainIds: readonly string[]): Promise<Map<string, ZoneRecord[]>> => {
    const [{ list }] = await session.request([['x:Domain/get', { ids: [...domainIds], properties: ['dnsZoneFile'] }]], [getResponseWire(domainZoneWire)]);
    return new Map(list.map(({ id, dnsZoneFile }) => [id, parseZoneFile(dnsZoneFile)]));
  };

  /** Destroys the domain and returns what stood in the way. */
  const destroy = async (id: string): Promise<SetErrorWire | null> => {
    const [{ notDestroyed }] = await session.request([['x:Domain/set', { destroy: [id] }]], [setResponseWire]);
    return notDestroyed[id] ?? null;
  };

  const destroyWithKeys = async (id: string): Promise<SetErrorWire | null> => {
    const [, , domains] = await session.request(
      [
        ['x:DkimSignature/query', { filter: { domainId: id } }],
        ['x:DkimSignature/set', { '#destroy': { resultOf: 'c0', name: 'x:DkimSignature/query', path: '/ids' } }],
        ['x:Domain/set', { destroy: [id] }],
      ],
      [queryResponseWire, setResponseWire, setResponseWire],
    );
    return domains.notDestroyed[id] ?? null;
  };

  return {
    async ensureDomain(name, mark) {
      const domain = { name, ...(mark === undefined ? {} : { description: mark }) };
      const [{ created, notCreated }] = await session.request([['x:Domain/set', { create: { d: domain } }]], [setResponseWire]);
      if (created['d']) return { id: created['d'].id, created: true };
      const error = notCreated['d'];
      if (!error) throw fromUnreadable(new Error('neither created nor refused'));
      const existing = error.type === 'primaryKeyViolation' && error.objectId?.object === 'Domain' ? await getDomain(error.objectId.id) : null;
      if (existing?.name !== name.toLowerCase() || (mark !== undefined && existing.mark !== mark)) throw fromSetError(error, `the domain ${name}`);
      return { id: existing.id, created: false };
    },

    getDomain,

    async findDomain(name) {
      const [{ ids }] = await session.request([['x:Domain/query', { filter: { name: name.toLowerCase() } }]], [queryResponseWire]);
      return ids[0] === undefined ? null : getDomain(ids[0]);
    },

    async dkimReady(domainId) {
      const [{ list }, { ids }] = await session.request(
        [
          ['x:Domain/get', { ids: [domainId], properties: ['dkimManagement'] }],
          ['x:DkimSignature/query', { filter: { domainId } }],
        ],
        [getResponseWire(domainKeysWire), queryResponseWire],
      );
      const [domain] = list;
      if (!domain) throw missing(domainId);
      return ids.length >= Object.keys(domain.dkimManagement.algorithms ?? {}).length;
    },

    async readZone(domainId) {
      const zone = (await readZones([domainId])).get(domainId);
      if (!zone) throw missing(domainId);
      return zone;
    },

    readZones,

    async destroyDomain(id) {
      // Calls of one request are not undone together: the keys go only once it is known that nothing but them is in the way.
      for (let attempt = 0; ; attempt += 1) {
        const error = attempt === 0 ? await destroy(id) : await destroyWithKeys(id);
        if (error === null || error.type === 'notFound') return;
        const onlyKeys = error.type === 'objectIsLinked' && (error.linkedObjects ?? []).every((link) => link.object === 'DkimSignature');
        if (!onlyKeys || attempt >= destroyAttempts) throw fromSetError(error, 'to remove the domain');
      }
    },
  };
}

const missing = (id: string): BackEndError => new BackEndError(BackEnd.STALWART, 'NOT_FOUND', `The mail server has no domain ${id}.`, { code: 'notFound' });

import { BackEnd } from '@dezky/kit/http/back-end-error';
import { openJmapSession } from '@dezky/kit/http/jmap-session';
import { type AddressVerbs, createAddressVerbs } from './address-verbs';
import { createDomainVerbs, type DomainVerbs } from './domain-verbs';
import { createMailboxVerbs, type MailboxVerbs } from './mailbox-verbs';
import { getResponseWire, settingsWire } from './stalwart.wire';
import { z } from 'zod';
import { fromUnreadable } from './errors';

export type { AccountAddresses, AliasAddress } from './address-verbs';
export type { StalwartDomain } from './domain-verbs';
export type { Mailbox, MailboxState } from './mailbox-verbs';
export type { ZoneRecord } from './zone-file';

/** What Dezky asks of the mail server. Every verb throws `BackEndError` only. */
export interface StalwartClient extends DomainVerbs, MailboxVerbs, AddressVerbs {
  /** The name that MX and SRV records point to and mail programs connect to. */
  mailHost(): Promise<string>;
  /** Whether the server answers and takes our credential: a session is no proof, it is given to anybody. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/**
 * A client of Stalwart's JMAP management interface.
 *
 * @param options.authorization `Bearer API_…` of a service account with the Admin role, or `Basic …`.
 */
export function createStalwartClient(options: { url: string; authorization: string; timeoutMs?: number }): StalwartClient {
  const session = openJmapSession({ ...options, system: BackEnd.STALWART, using: ['urn:ietf:params:jmap:core', 'urn:stalwart:jmap'] });
  return {
    ...createDomainVerbs(session),
    ...createMailboxVerbs(session),
    ...createAddressVerbs(session),
    async mailHost() {
      const [{ list }] = await session.request([['x:SystemSettings/get', { ids: ['singleton'], properties: ['defaultHostname'] }]], [getResponseWire(settingsWire)]);
      const [settings] = list;
      if (!settings) throw fromUnreadable(new Error('no system settings'));
      return settings.defaultHostname.toLowerCase();
    },
    async ping() {
      await session.request([['Core/echo', {}]], [z.unknown()]);
    },
    close: () => session.close(),
  };
}


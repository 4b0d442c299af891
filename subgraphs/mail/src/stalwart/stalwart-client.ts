import { BackEnd } from '@dezky/kit/http/back-end-error';
import { openJmapSession } from '@dezky/kit/http/jmap-session';
import { type AddressVerbs, createAddressVerbs } from './address-verbs';
import { createDomainVerbs, type DomainVerbs } from './domain-verbs';
import { type ListVerbs, createListVerbs } from './list-verbs';
import { createSendingVerbs, type SendingVerbs } from './sending-verbs';
import { createMailboxVerbs, type MailboxVerbs } from './mailbox-verbs';
import { type ReceptionVerbs, createReceptionVerbs } from './reception-verbs';
import { createSettingsVerbs, type SettingsVerbs } from './settings-verbs';
import { z } from 'zod';

export type { AccountAddresses, AliasAddress } from './address-verbs';
export type { StalwartDomain } from './domain-verbs';
export type { StalwartList } from './list-verbs';
export type { Mailbox, MailboxState } from './mailbox-verbs';
export type { Reception } from './reception-verbs';
export type { ZoneRecord } from './zone-file';

/** What Dezky asks of the mail server. Every verb throws `BackEndError` only. */
export interface StalwartClient extends DomainVerbs, MailboxVerbs, AddressVerbs, ListVerbs, ReceptionVerbs, SettingsVerbs, SendingVerbs {
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
  // The methods of mail are known only where their capabilities are named.
  const mailing = openJmapSession({ ...options, system: BackEnd.STALWART, using: ['urn:ietf:params:jmap:core', 'urn:ietf:params:jmap:mail', 'urn:ietf:params:jmap:submission', 'urn:stalwart:jmap'] });
  return {
    ...createDomainVerbs(session),
    ...createSendingVerbs(mailing),
    ...createMailboxVerbs(session),
    ...createAddressVerbs(session),
    ...createSettingsVerbs(session),
    ...createListVerbs(session),
    ...createReceptionVerbs(session),
    async ping() {
      await session.request([['Core/echo', {}]], [z.unknown()]);
    },
    close: async () => {
      await Promise.all([session.close(), mailing.close()]);
    },
  };
}


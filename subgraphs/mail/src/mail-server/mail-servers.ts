import type { Batch } from '@dezky/kit/context/request-context';
import { recordsOfDomains } from '../domain/domain.repository';
import { MailProtocol, type MailServer } from './mail-server.type';

/** Their SRV services (RFC 6186, RFC 8314 section 5.1), and the port where a zone does not say. POP3 is there where a zone says so, and nowhere else. */
const services = [
  { protocol: MailProtocol.IMAP, service: '_imaps._tcp', port: 993 },
  { protocol: MailProtocol.POP3, service: '_pop3s._tcp', port: null },
  { protocol: MailProtocol.SUBMISSION, service: '_submissions._tcp', port: 465 },
] as const;

interface Srv {
  readonly type: string;
  readonly host: string;
  /** `priority weight port target`. */
  readonly value: string;
}

/**
 * Where mail programs of a domain read and send, by the SRV records that its owner is asked to publish, so that what is published and
 * what is handed out here never differ. A target of `.` says that there is no such service (RFC 2782).
 */
export function mailServersOf(records: readonly Srv[], mailHost: string): MailServer[] {
  return services.flatMap(({ protocol, service, port }) => {
    const found = records
      .filter(({ type, host }) => type === 'SRV' && host.startsWith(`${service}.`))
      .map(({ value }) => value.split(/\s+/))
      .sort(([one], [other]) => Number(one) - Number(other))
      .map(([, , number, target = '']) => ({ protocol, host: target.replace(/\.$/, '').toLowerCase(), port: Number(number) }));
    const [first] = found;
    if (first) return first.host === '' ? [] : [first];
    return port === null ? [] : [{ protocol, host: mailHost, port }];
  });
}

/** Of domains, by their ids. */
export const serversOfDomain = (mailHost: string): Batch<string, MailServer[]> => ({
  name: 'serversOfDomain',
  load: async (context, domainIds) => {
    const records = await context.rows.in(context.reach, (db) => recordsOfDomains(db, [...new Set(domainIds)]));
    return domainIds.map((id) => mailServersOf(records.filter(({ domainId }) => domainId === id), mailHost));
  },
});

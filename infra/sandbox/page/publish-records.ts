import type { DnsSandbox } from '../dns/dns-sandbox';

/** What the portal tells an admin to publish for a domain. */
export interface ExpectedRecords {
  readonly domain: string;
  /** `host` is a full name; `value` is as people type it into a form: TXT without quotes. */
  readonly records: readonly { readonly host: string; readonly type: string; readonly value: string }[];
}

const ttlSeconds = 60;

/** A string of TXT data holds 255 octets at most (RFC 1035 section 3.3); longer texts, such as RSA keys, are several in a row. */
const textData = (value: string): string => (value.match(/[^]{1,255}/g) ?? ['']).map((part) => `"${part.replace(/["\\]/g, '\\$&')}"`).join(' ');

const line = ({ host, type, value }: ExpectedRecords['records'][number]): string =>
  `${host.replace(/\.?$/, '.')} ${ttlSeconds} IN ${type} ${type === 'TXT' ? textData(value) : value}\n`;

/**
 * Writes the records into the name server, as an admin would at the registrar.
 *
 * @throws Error when a record is not of the domain's zone or of a type the server does not serve.
 */
export function publishRecords(dns: Pick<DnsSandbox, 'putRecords'>, { domain, records }: ExpectedRecords): void {
  dns.putRecords(domain, records.map(line).join(''));
}

/** How many of the records the name server answers with, whatever else it has under the same names. */
export function publishedCount(dns: Pick<DnsSandbox, 'zones'>, { domain, records }: ExpectedRecords): number {
  const zone = dns.zones().find(({ name }) => name === domain.toLowerCase());
  const plain = (text: string): string => text.toLowerCase().replace(/\.$/, '');
  return records.filter(({ host, type, value }) =>
    zone?.records.some((record) => record.type === type && record.name === plain(host) && (type === 'TXT' ? record.data === textData(value) : plain(record.data) === plain(value))),
  ).length;
}

import type { ZoneRecord } from '../stalwart/zone-file';
import type { DmarcPolicy, ExpectedRecord } from './dns-record';

/** How strictly receivers should treat mail that fails; a customer who moves starts soft. */
export interface SendingPolicy {
  readonly dmarc: DmarcPolicy;
  /** `-all` instead of `~all`. */
  readonly strictSpf: boolean;
}

export const firstPolicy: SendingPolicy = { dmarc: 'NONE', strictSpf: false };

/** Services that mail programs find by SRV (RFC 6186, RFC 8314); the others of the zone have no listener outside. */
const discovered = ['_imaps._tcp', '_submissions._tcp', '_pop3s._tcp'];

export const challengeHost = (domain: string): string => `_dezky-challenge.${domain}`;
export const challengeValue = (token: string): string => `dezky-challenge=${token}`;

/** The one record that is asked for before the mail server knows the domain: it shows that whoever asks also runs the zone. */
export const ownershipRecord = (domain: string, challengeToken: string): ExpectedRecord => ({ kind: 'OWNERSHIP', type: 'TXT', host: challengeHost(domain), value: challengeValue(challengeToken), required: true });

/**
 * The records a domain's owner is asked to publish, from the zone the mail server generates.
 * The server's zone starts with `p=reject` and `-all`, which would cost a customer in the
 * middle of a move their mail: both follow the domain's own policy here.
 */
export function expectedRecords(domain: string, zone: readonly ZoneRecord[], challengeToken: string, policy: SendingPolicy = firstPolicy): ExpectedRecord[] {
  const records: ExpectedRecord[] = [ownershipRecord(domain, challengeToken)];
  for (const { name, type, data } of zone) {
    const record = classify(name, type, data, domain, policy);
    if (record) records.push(record);
  }
  return records.sort((left, right) => order.indexOf(left.kind) - order.indexOf(right.kind) || (left.host + left.value < right.host + right.value ? -1 : 1));
}

const order = ['OWNERSHIP', 'MX', 'SPF', 'DKIM', 'DMARC', 'AUTODISCOVERY'];

function classify(host: string, type: string, data: string, domain: string, policy: SendingPolicy): ExpectedRecord | null {
  if (type === 'MX' && host === domain) return { kind: 'MX', type, host, value: data, required: true };
  if (type === 'SRV' && discovered.some((service) => host === `${service}.${domain}`)) return { kind: 'AUTODISCOVERY', type, host, value: data, required: false };
  if (type !== 'TXT') return null;
  if (host === domain && /^v=spf1( |$)/i.test(data)) {
    return { kind: 'SPF', type, host, value: withSpfPolicy(data, policy.strictSpf), required: true };
  }
  if (host.endsWith(`._domainkey.${domain}`)) return { kind: 'DKIM', type, host, value: data, required: true };
  if (host === `_dmarc.${domain}`) return { kind: 'DMARC', type, host, value: withDmarcPolicy(data, policy.dmarc), required: true };
  return null;
}

/** The DMARC record with another policy. */
export const withDmarcPolicy = (record: string, policy: DmarcPolicy): string => record.replace(/\bp=\w+/i, `p=${policy.toLowerCase()}`);

/** The SPF record with another end. */
export const withSpfPolicy = (record: string, strict: boolean): string => record.replace(/ [-~?+]?all$/i, strict ? ' -all' : ' ~all');

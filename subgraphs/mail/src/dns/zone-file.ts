import type { DnsRecordKind, ExpectedRecord } from './dns-record';

/** A character-string holds 255 octets (RFC 1035 section 3.3); longer values are published in several. */
const longestString = 255;

/** An hour: soon corrected, and seldom asked for. */
const timeToLive = 3600;

/** What an import that only adds would break, told in front of the record. */
const warnings: Partial<Record<DnsRecordKind, string>> = {
  MX: 'From this record on, new mail arrives at the mail server it names. Remove the other MX records of the domain.',
  SPF: 'In place of the SPF record there is, not beside it: two are as good as none.',
  DMARC: 'In place of the DMARC record there is, not beside it: two are as good as none.',
};

/**
 * Records as a zone file (RFC 1035 section 5.1) that BIND and most registrars import: names are whole,
 * so that it means the same whatever origin it is read under.
 */
export function zoneFileOf(domain: string, records: readonly Pick<ExpectedRecord, 'kind' | 'type' | 'host' | 'value'>[]): string {
  if (records.length === 0) return '';
  const lines = records.flatMap(({ kind, type, host, value }, index) => {
    const warning = records.findIndex((record) => record.kind === kind) === index ? warnings[kind] : undefined;
    return [...(warning === undefined ? [] : [`; ${warning}`]), `${host}. ${timeToLive} IN ${type} ${dataOf(type, value)}`];
  });
  return [`; Mail records of ${domain}`, ...lines, ''].join('\n');
}

function dataOf(type: ExpectedRecord['type'], value: string): string {
  if (type === 'TXT') return strings(value).map((part) => `"${part}"`).join(' ');
  return `${value.replace(/\.$/, '')}.`;
}

function strings(value: string): string[] {
  const octets = Buffer.from(value, 'utf8');
  const parts: string[] = [];
  for (let from = 0; from < octets.length; from += longestString) parts.push([...octets.subarray(from, from + longestString)].map(escaped).join(''));
  return parts;
}

/** As RFC 1035 section 5.1 writes octets that mean something else in a quoted string, or cannot be typed. */
function escaped(octet: number): string {
  const letter = String.fromCharCode(octet);
  if (letter === '"' || letter === '\\') return `\\${letter}`;
  return octet < 0x20 || octet > 0x7e ? `\\${String(octet).padStart(3, '0')}` : letter;
}

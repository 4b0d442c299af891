import type { ExpectedRecord } from './dns-record';
import { doubtful, type Judgement, right, wrong } from './judgement';
import { hasVersion, readTags, type TagList } from './tag-list';

/** White space inside a key means nothing (RFC 6376 section 3.6.1). */
const keyOf = (tags: TagList | null): string => (tags?.get('p') ?? '').replace(/\s+/g, '');

export function compareDkim(expected: ExpectedRecord, found: readonly string[]): Judgement {
  const publish = `a TXT record for ${expected.host} with the value ${expected.value}`;
  const keys = found.filter((value) => hasVersion(value, 'DKIM1') || (readTags(value)?.has('p') ?? false));
  const [published] = keys;
  if (published === undefined) return wrong(found.length === 0 ? `Add ${publish}.` : `What is published for ${expected.host} is no DKIM key. Replace it by ${publish}.`);
  // RFC 6376 section 3.6.2.2: what a receiver does with several is undefined.
  if (keys.length > 1) return wrong(`There are ${keys.length} keys under ${expected.host}, and receivers take any of them. Keep only ${publish}.`);

  const tags = readTags(published);
  const wanted = readTags(expected.value);
  if (tags === null) return wrong(`The record for ${expected.host} cannot be read, often because a semicolon is missing. Replace it by ${publish}.`);
  if (tags.has('v') && !hasVersion(published, 'DKIM1')) return wrong(`The record for ${expected.host} does not begin with v=DKIM1. Replace it by ${publish}.`);
  const key = keyOf(tags);
  const type = (tags.get('k') ?? 'rsa').toLowerCase();
  if (key === '') return wrong(`The key under ${expected.host} is revoked (its p= is empty). Publish ${publish}.`);
  if (key !== keyOf(wanted) || type !== (wanted?.get('k') ?? 'rsa')) {
    const cut = keyOf(wanted).startsWith(key) ? ' It was cut short: your provider needs a long value in several parts.' : '';
    return wrong(`The key under ${expected.host} is another one.${cut} Replace it by ${publish}.`);
  }
  const hashes = tags.get('h')?.toLowerCase().split(':').map((hash) => hash.trim());
  if (hashes && !hashes.includes('sha256')) return wrong(`The key under ${expected.host} forbids sha256, which this server signs with. Remove its h= part.`);
  const services = tags.get('s')?.toLowerCase().split(':').map((service) => service.trim());
  if (services && !services.some((service) => service === '*' || service === 'email')) return wrong(`The key under ${expected.host} is not for mail. Remove its s= part.`);
  const flags = tags.get('t')?.toLowerCase().split(':').map((flag) => flag.trim()) ?? [];
  return flags.includes('y') ? doubtful(`The key under ${expected.host} is marked as a test (t=y), so receivers ignore it. Remove that part.`) : right;
}

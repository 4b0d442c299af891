import type { ExpectedRecord } from './dns-record';
import { doubtful, type Judgement, right, wrong } from './judgement';
import { hasVersion, readTags, type TagList, versionAsWritten } from './tag-list';

/** White space inside a key means nothing (RFC 6376 section 3.6.1). */
const keyOf = (tags: TagList | null): string => (tags?.get('p') ?? '').replace(/\s+/g, '');

const listOf = (text: string | undefined): string[] | null => text?.toLowerCase().split(':').map((part) => part.trim()) ?? null;

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
  // RFC 6376 section 3.6.1: an empty p= takes the key back.
  if (tags.has('p') && key === '') return wrong(`The key under ${expected.host} is revoked (its p= is empty). Publish ${publish}.`);
  if (key !== keyOf(wanted) || type !== (wanted?.get('k') ?? 'rsa')) {
    const cut = key !== '' && keyOf(wanted).startsWith(key) ? ' It was cut short: your provider needs a long value in several parts.' : '';
    return wrong(`The key under ${expected.host} is another one.${cut} Replace it by ${publish}.`);
  }
  return judgeUse(tags, published, expected.host);
}

/** The right key can still be kept from use (RFC 6376 section 3.6.1: h=, s=, t=). */
function judgeUse(tags: TagList, published: string, host: string): Judgement {
  const [hashes, services, flags] = [listOf(tags.get('h')), listOf(tags.get('s')), listOf(tags.get('t')) ?? []];
  if (hashes && !hashes.includes('sha256')) return wrong(`The key under ${host} forbids sha256, which this server signs with. Remove its h= part.`);
  if (services && !services.some((service) => service === '*' || service === 'email')) return wrong(`The key under ${host} is not for mail. Remove its s= part.`);
  if (flags.includes('y')) return doubtful(`The key under ${host} is marked as a test (t=y), so receivers ignore it. Remove that part.`);
  // RFC 6376 section 3.2: the version and the names of tags are read with their case.
  const version = versionAsWritten(published);
  if (version !== null && (version !== 'DKIM1' || !/^[ \t]*v/.test(published))) return doubtful(`The key under ${host} begins with another case than v=DKIM1, and some receivers do not take it. Write v=DKIM1.`);
  return right;
}

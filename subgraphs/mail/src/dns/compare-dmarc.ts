import type { ExpectedRecord } from './dns-record';
import { doubtful, type Judgement, right, wrong } from './judgement';
import { hasVersion, readTags } from './tag-list';

const strictness = ['none', 'quarantine', 'reject'];

/** RFC 7489 section 6.6.3: records of another version are none, and several are as good as none. */
export function compareDmarc(expected: ExpectedRecord, found: readonly string[]): Judgement {
  const publish = `a TXT record for ${expected.host} with the value ${expected.value}`;
  const records = found.filter((value) => hasVersion(value, 'DMARC1'));
  const [published] = records;
  if (published === undefined) return wrong(found.length === 0 ? `Add ${publish}.` : `What is published for ${expected.host} is no DMARC record. Add ${publish}.`);
  if (records.length > 1) return wrong(`There are ${records.length} DMARC records, so receivers use none of them. Keep one.`);
  const tags = readTags(published);
  if (tags === null) return wrong(`The DMARC record cannot be read, often because a semicolon is missing. Replace it by ${publish}.`);

  const policy = tags.get('p')?.toLowerCase() ?? '';
  const wanted = readTags(expected.value)?.get('p')?.toLowerCase() ?? 'none';
  if (!strictness.includes(policy)) {
    return tags.has('rua')
      ? doubtful(`The DMARC record has no policy that receivers know, so they take it as "none". Write p=${wanted}.`)
      : wrong(`The DMARC record has no policy that receivers know. Replace it by ${publish}.`);
  }
  if (strictness.indexOf(policy) < strictness.indexOf(wanted)) return doubtful(`The DMARC policy is "${policy}" and is to be "${wanted}". Change p=${policy} to p=${wanted}.`);
  if (strictness.indexOf(policy) > strictness.indexOf(wanted)) {
    return doubtful(`The DMARC policy "${policy}" is stricter than "${wanted}", which is set here. While mail still leaves from elsewhere it can be lost; change p=${policy} to p=${wanted}, or set the stricter policy here.`);
  }
  return right;
}

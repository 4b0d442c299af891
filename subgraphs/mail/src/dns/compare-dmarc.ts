import type { ExpectedRecord } from './dns-record';
import { doubtful, type Judgement, right, wrong } from './judgement';
import { hasVersion, readTags, type TagList, versionAsWritten } from './tag-list';

const strictness = ['none', 'quarantine', 'reject'];

export const isDmarc = (value: string): boolean => hasVersion(value, 'DMARC1');

/** What a domain without a record of its own gets from one above it. */
export interface InheritedPolicy {
  readonly from: string;
  readonly policy: string;
}

/** For domains below: `sp`, or `p` where there is none (RFC 9989 section 4.7). Null when it is no usable record. */
export function policyForBelow(record: string): string | null {
  const tags = readTags(record);
  const policy = (tags?.get('sp') ?? tags?.get('p') ?? 'none').toLowerCase();
  return tags && strictness.includes(policy) ? policy : null;
}

/** RFC 9989 section 4.7, and RFC 7489 section 6.6.3 before it: records of another version are none, and several are as good as none. */
export function compareDmarc(expected: ExpectedRecord, found: readonly string[], inherited: InheritedPolicy | null = null): Judgement {
  const publish = `a TXT record for ${expected.host} with the value ${expected.value}`;
  const records = found.filter(isDmarc);
  const [published] = records;
  if (published === undefined) {
    const above = inherited ? ` Until then receivers apply "${inherited.policy}", which ${inherited.from} asks for.` : '';
    return wrong(found.length === 0 ? `Add ${publish}.${above}` : `What is published for ${expected.host} is no DMARC record. Add ${publish}.${above}`);
  }
  if (records.length > 1) return wrong(`There are ${records.length} DMARC records, so receivers use none of them. Keep one.`);
  const tags = readTags(published);
  if (tags === null) return wrong(`The DMARC record cannot be read, often because a semicolon is missing. Replace it by ${publish}.`);
  return judgePolicy(tags, readTags(expected.value)?.get('p')?.toLowerCase() ?? 'none', publish) ?? judgeForm(tags, published) ?? right;
}

function judgePolicy(tags: TagList, wanted: string, publish: string): Judgement | null {
  const policy = tags.get('p')?.toLowerCase();
  const none = `The DMARC record has no policy that receivers know`;
  // RFC 9989 section 4.7 takes a missing p= as "none"; receivers of RFC 7489 ignore the record.
  if (policy === undefined) return doubtful(`${none}, so they take it as "none", and older ones pass it over. Write p=${wanted}.`);
  if (!strictness.includes(policy)) return tags.has('rua') ? doubtful(`${none}, so they take it as "none". Write p=${wanted}.`) : wrong(`${none}. Replace it by ${publish}.`);
  if (strictness.indexOf(policy) < strictness.indexOf(wanted)) return doubtful(`The DMARC policy is "${policy}" and is to be "${wanted}". Change p=${policy} to p=${wanted}.`);
  if (strictness.indexOf(policy) > strictness.indexOf(wanted)) {
    return doubtful(`The DMARC policy "${policy}" is stricter than "${wanted}", which is set here. While mail still leaves from elsewhere it can be lost; change p=${policy} to p=${wanted}, or set the stricter policy here.`);
  }
  if (wanted === 'none') return null;
  // RFC 9989 section 4.7: a test asks for one step less.
  if (tags.get('t')?.toLowerCase() === 'y') return doubtful(`The DMARC record is marked as a test (t=y), so receivers apply one step less than "${policy}". Remove that part.`);
  const percent = Number(tags.get('pct') ?? 100);
  if (percent < 100) return doubtful(`The DMARC policy is asked for ${percent} % of the mail (pct=${percent}), and receivers of the present standard pass that over. Remove that part.`);
  return null;
}

function judgeForm(tags: TagList, published: string): Judgement | null {
  const below = tags.get('sp')?.toLowerCase();
  if (below !== undefined && !strictness.includes(below)) return doubtful(`The DMARC record asks for "${below}" for names below (sp=), which receivers do not know, and some then take all of it as "none". Correct or remove that part.`);
  if (versionAsWritten(published) !== 'DMARC1') return doubtful('The DMARC record begins with another case than v=DMARC1, and receivers may pass it over. Write v=DMARC1.');
  return null;
}

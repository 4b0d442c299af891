import type { ExpectedRecord } from './dns-record';
import { doubtful, type Judgement, right, wrong } from './judgement';

const read = (value: string): { preference: number; host: string } => {
  const [preference = '0', host = ''] = value.trim().split(/\s+/);
  return { preference: Number(preference), host: host.toLowerCase().replace(/(.)\.$/, '$1') };
};

/** Mail goes to the lowest preference first (RFC 5321 section 5.1); the number itself is the owner's choice. */
export function compareMx(expected: ExpectedRecord, found: readonly string[], siblings: readonly ExpectedRecord[]): Judgement {
  const wanted = read(expected.value).host;
  if (found.length === 0) return wrong(`Add an MX record for ${expected.host} that points to ${wanted} with priority ${read(expected.value).preference}. Without it mail does not arrive.`);
  const published = found.map(read);
  // RFC 7505: a lone "." says that the domain takes no mail at all.
  if (published.some(({ host }) => host === '.' || host === '')) return wrong(`The domain says that it takes no mail (a null MX). Replace that record with one that points to ${wanted}.`);
  const ours = new Set(siblings.map((sibling) => read(sibling.value).host));
  const others = published.filter(({ host }) => !ours.has(host));
  const mine = published.filter(({ host }) => host === wanted);
  if (mine.length === 0) return wrong(`Mail for ${expected.host} goes to ${list(published)}. Point the MX record to ${wanted} and remove the others.`);
  const best = Math.min(...mine.map(({ preference }) => preference));
  if (others.some(({ preference }) => preference < best)) return wrong(`Mail goes to ${list(others)} before ${wanted}. Remove the other MX records.`);
  if (others.length > 0) return doubtful(`Some mail can go to ${list(others)} as well, where nobody here sees it. Remove the other MX records once everything has moved.`);
  return right;
}

const list = (exchanges: readonly { host: string }[]): string => exchanges.map(({ host }) => host).join(', ');

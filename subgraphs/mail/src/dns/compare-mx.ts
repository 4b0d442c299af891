import { isIP } from 'node:net';
import type { ExpectedRecord } from './dns-record';
import { doubtful, type Judgement, right, wrong } from './judgement';

/** What an exchanger of an MX record is; `addresses` is null where it could not be asked. */
export interface Exchanger {
  readonly aliasOf: string | null;
  readonly addresses: readonly string[] | null;
}

export type Exchangers = ReadonlyMap<string, Exchanger>;

interface Mx {
  readonly preference: number;
  readonly host: string;
}

export const readMx = (value: string): Mx => {
  const [preference = '0', host = ''] = value.trim().split(/\s+/);
  return { preference: Number(preference), host: host.toLowerCase().replace(/(.)\.$/, '$1') };
};

/** Mail goes to the lowest preference first (RFC 5321 section 5.1); the number itself is the owner's choice. */
export function compareMx(expected: ExpectedRecord, found: readonly string[], siblings: readonly ExpectedRecord[], exchangers: Exchangers = new Map()): Judgement {
  const { host: wanted, preference } = readMx(expected.value);
  if (found.length === 0) return wrong(`Add an MX record for ${expected.host} that points to ${wanted} with priority ${preference}. Without it mail does not arrive.`);
  const published = found.map(readMx);
  // RFC 7505: a lone "." says that the domain takes no mail at all; beside others it is an error of the zone.
  if (published.some(({ host }) => host === '.' || host === '')) return wrong(`The domain says that it takes no mail (a null MX). Replace that record with one that points to ${wanted}.`);
  const numeric = published.find(({ host }) => isIP(host) !== 0);
  if (numeric) return wrong(`The MX record of ${expected.host} has the address ${numeric.host}, and only names count there. Point it to ${wanted}.`);

  const ours = new Set(siblings.map((sibling) => readMx(sibling.value).host));
  const mine = published.filter(({ host }) => host === wanted);
  const others = published.filter(({ host }) => !ours.has(host));
  if (mine.length === 0) return elsewhere(expected, wanted, others.length > 0 ? others : published, exchangers);
  const best = Math.min(...mine.map((record) => record.preference));
  const before = others.filter((record) => record.preference < best);
  const dead = others.filter(({ host }) => hasNoAddress(exchangers.get(host)));
  if (before.some((record) => !dead.includes(record))) return wrong(`Mail goes to ${list(before)} before ${wanted}. Remove the other MX records.`);
  if (dead.length > 0) return doubtful(`${list(dead)} has no address, so senders lose time before they come to ${wanted}. Remove that MX record.`);
  if (others.length > 0) return doubtful(`Some mail can go to ${list(others)} as well, where nobody here sees it. Remove the other MX records once everything has moved.`);
  return right;
}

/** None of the exchangers has our name; one can still be our server under another. */
function elsewhere(expected: ExpectedRecord, wanted: string, published: readonly Mx[], exchangers: Exchangers): Judgement {
  const advice = `Point the MX record to ${wanted}`;
  const ownAddresses = exchangers.get(wanted)?.addresses ?? [];
  const [only] = published;
  if (only && published.length === 1) {
    const there = exchangers.get(only.host);
    // RFC 2181 section 10.3: an MX must not name an alias; most senders follow it all the same.
    if (there?.aliasOf === wanted) return doubtful(`${only.host} is an alias (CNAME) of ${wanted}, which an MX record must not name; some senders refuse it. ${advice} itself.`);
    if (there?.addresses?.some((address) => ownAddresses.includes(address))) return doubtful(`${only.host} is this mail server under another name, which it cannot prove to senders that ask for a certificate. ${advice}.`);
    if (hasNoAddress(there)) return wrong(`Mail for ${expected.host} goes to ${only.host}, which has no address, so it does not arrive.${suffixed(only.host, wanted, expected.host)} ${advice}.`);
  }
  return wrong(`Mail for ${expected.host} goes to ${list(published)}.${only ? suffixed(only.host, wanted, expected.host) : ''} ${advice} and remove the others.`);
}

/** Many zone editors add the domain to a name without a dot at its end. */
const suffixed = (host: string, wanted: string, domain: string): string => (host === `${wanted}.${domain}` ? ` Your provider added ${domain} to the name; write it with a dot at the end.` : '');

const hasNoAddress = (exchanger: Exchanger | undefined): boolean => exchanger?.addresses?.length === 0;
const list = (exchanges: readonly { host: string }[]): string => exchanges.map(({ host }) => host).join(', ');

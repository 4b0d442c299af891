import { getDomain } from 'tldts';
import { type InheritedPolicy, isDmarc, policyForBelow } from './compare-dmarc';
import { type Exchanger, type Exchangers, readMx } from './compare-mx';
import type { Evidence } from './compare-record';
import { countSpfQueries, type SpfCost } from './count-spf-queries';
import type { ExpectedRecord } from './dns-record';
import type { View } from './examination';
import type { RecordLookup } from './resolve-records';
import { isSpf } from './spf';

/** So many exchangers of a domain are looked at. */
const mostExchangers = 10;

/** Looks up what the published values lead to, as far as it changes the verdict. */
export async function gatherEvidence(expected: ExpectedRecord, view: View, siblings: readonly ExpectedRecord[], dns: RecordLookup): Promise<Evidence> {
  const answers = [view.resolvers, view.authority.lookup, ...view.authority.dissent.map(({ lookup }) => lookup)].map((lookup) => (lookup.outcome === 'found' ? lookup.values : []));
  const published = new Set(answers.flat());
  switch (expected.kind) {
    case 'SPF':
      // Several in one answer are wrong whatever they cost, and a zone may have a thousand.
      return { spfCosts: await spfCosts([...new Set(answers.map((values) => values.filter(isSpf)).filter(({ length }) => length === 1).flat())], expected.host, dns) };
    case 'MX':
      return { exchangers: await exchangers([...published], siblings, dns) };
    case 'DMARC':
      return { inherited: [...published].some(isDmarc) ? null : await inheritedPolicy(expected.host.replace(/^_dmarc\./, ''), dns) };
    default:
      return {};
  }
}

async function spfCosts(records: readonly string[], host: string, dns: RecordLookup): Promise<Map<string, SpfCost>> {
  const costs = await Promise.all(records.map((record) => countSpfQueries(record, host, dns)));
  return new Map(costs.map((cost, index) => [records[index] ?? '', cost]));
}

async function exchangers(published: readonly string[], siblings: readonly ExpectedRecord[], dns: RecordLookup): Promise<Exchangers> {
  const ours = siblings.map(({ value }) => readMx(value).host);
  const others = [...new Set(published.map((value) => readMx(value).host))].filter((host) => host !== '.' && host !== '' && !ours.includes(host));
  if (others.length === 0) return new Map();
  const hosts = [...others.slice(0, mostExchangers), ...ours];
  const known = await Promise.all(hosts.map((host) => exchanger(host, dns)));
  return new Map(hosts.map((host, index) => [host, known[index] as Exchanger]));
}

async function exchanger(host: string, dns: RecordLookup): Promise<Exchanger> {
  const [alias, ...addresses] = await Promise.all([dns.lookup(host, 'CNAME'), dns.lookup(host, 'A'), dns.lookup(host, 'AAAA')]);
  const known = addresses.flatMap((lookup) => (lookup.outcome === 'found' ? lookup.values : []));
  return {
    aliasOf: alias.outcome === 'found' ? (alias.values[0] ?? null) : null,
    addresses: known.length === 0 && addresses.some(({ outcome }) => outcome === 'unknown') ? null : known,
  };
}

/** The policy of the nearest domain above that has one (RFC 9989 section 4.10), up to what is registered. */
async function inheritedPolicy(domain: string, dns: RecordLookup): Promise<InheritedPolicy | null> {
  const highest = getDomain(domain, { allowPrivateDomains: false }) ?? domain;
  for (let at = domain, step = 0; step < 8 && at !== highest && at.includes('.'); step += 1) {
    at = at.slice(at.indexOf('.') + 1);
    const lookup = await dns.lookup(`_dmarc.${at}`, 'TXT');
    const [record] = lookup.outcome === 'found' ? lookup.values.filter(isDmarc) : [];
    const policy = record === undefined ? null : policyForBelow(record);
    if (policy !== null) return { from: at, policy };
  }
  return null;
}

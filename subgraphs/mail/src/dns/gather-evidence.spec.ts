import type { ExpectedRecord } from './dns-record';
import type { View } from './examination';
import { gatherEvidence } from './gather-evidence';
import type { Lookup } from './lookup';

const spf: ExpectedRecord = { kind: 'SPF', type: 'TXT', host: 'acme.test', value: 'v=spf1 mx ~all', required: true };
const found = (values: readonly string[]): Lookup => ({ outcome: 'found', values, ttl: 60, via: [] });
const viewOf = (seen: readonly string[], said: readonly string[]): View => ({ resolvers: found(seen), authority: { lookup: found(said), dissent: [], agreeing: 1 } });

describe('gatherEvidence', () => {
  const asked: string[] = [];
  const dns = { lookup: (host: string): Promise<Lookup> => (asked.push(host), Promise.resolve(found(['v=spf1 -all']))) };
  beforeEach(() => asked.splice(0));

  it('counts what the SPF record of either side costs', async () => {
    const [before, now] = ['v=spf1 include:before.test ~all', 'v=spf1 include:now.test ~all'];
    const { spfCosts } = await gatherEvidence(spf, viewOf(['text', before], [now, 'text']), [spf], dns);
    expect([...(spfCosts?.keys() ?? [])]).toEqual([before, now]);
    expect(asked.sort()).toEqual(['before.test', 'now.test']);
  });

  it('asks nothing for the thousand SPF records of a zone, which are wrong together', async () => {
    const many = Array.from({ length: 1_000 }, (_, index) => `v=spf1 include:i${index}.test ~all`);
    expect(await gatherEvidence(spf, viewOf(many, many), [spf], dns)).toEqual({ spfCosts: new Map() });
    expect(asked).toEqual([]);
  });
});

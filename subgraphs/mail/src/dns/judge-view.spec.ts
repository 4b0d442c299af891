import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DnsSandbox, startDnsSandbox } from '@dezky/sandbox/dns/dns-sandbox';
import { checkRecords } from '../domain/recheck-domain/check-records';
import type { AuthorityAnswer } from './authority';
import type { ExpectedRecord, Verdict } from './dns-record';
import { type Examination, nameServers } from './examination';
import { judgeView } from './judge-view';
import type { Lookup } from './lookup';
import { isPublic } from './public-address';

const mx: ExpectedRecord = { kind: 'MX', type: 'MX', host: 'acme.test', value: '10 mail.dezky.test', required: true };
const ownership: ExpectedRecord = { kind: 'OWNERSHIP', type: 'TXT', host: '_dezky-challenge.acme.test', value: 'dezky-challenge=4f1c', required: true };
const dmarc: ExpectedRecord = { kind: 'DMARC', type: 'TXT', host: '_dmarc.acme.test', value: 'v=DMARC1; p=none', required: true };

const found = (value: string, ttl = 300): Lookup => ({ outcome: 'found', values: [value], ttl, via: [] });
const missing: Lookup = { outcome: 'missing', ttl: 2_280, zone: 'acme.test' };
const silent: Lookup = { outcome: 'unknown', reason: 'they did not answer in time' };
const [ours, theirs] = [found('10 mail.dezky.test'), found('10 mx.hoster.example', 2_280)];
const one = (lookup: Lookup): AuthorityAnswer => ({ lookup, dissent: [], agreeing: 1 });
const now = Date.parse('2026-11-26T00:00:00Z');

describe('judgeView', () => {
  it.each([
    ['both right', ours, ours, 'OK', null, false],
    ['right, and not yet everywhere', missing, ours, 'WARN', /not yet everywhere.+up to 38 min\. Nothing is to be done/, true],
    ['right, while caches hold the old one', theirs, ours, 'WARN', /not yet everywhere/, true],
    ['wrong, while caches hide it', ours, theirs, 'BAD', /still works.+up to 5 min.+goes to mx\.hoster\.example/, true],
    ['gone, while caches hide it', ours, missing, 'BAD', /still works.+does not arrive/, true],
    ['both wrong', missing, theirs, 'BAD', /^Mail for acme\.test goes/, true],
    ['both missing', missing, missing, 'BAD', /^Add an MX record/, false],
    ['right, its own silent', ours, silent, 'OK', null, false],
    ['missing, its own silent', missing, silent, 'BAD', /^Add an MX record/, false],
    ['resolvers silent, right', silent, ours, 'UNKNOWN', /own name servers have it right/, false],
    ['resolvers silent, wrong', silent, theirs, 'BAD', /^Mail for acme\.test goes/, false],
    ['all silent', silent, silent, 'UNKNOWN', /did not answer in time/, false],
  ] as const)('%s', (_what, resolvers, authority, state, advice, underWay) => {
    const verdict = judgeView(mx, { resolvers, authority: one(authority) }, { siblings: [mx], now });
    expect(verdict).toMatchObject({ state, advice: advice ? expect.stringMatching(advice) : null });
    expect(verdict.propagatesAt).toEqual(underWay ? new Date(now + (resolvers.outcome === 'unknown' ? 0 : resolvers.ttl) * 1000) : null);
  });

  it.each([
    ['one of three is behind', mx, ours, [missing], 2, 'WARN'],
    ['one of three is ahead', mx, missing, [ours], 2, 'BAD'],
    ['one of two is behind', mx, ours, [missing], 1, 'WARN'],
    ['the proof is on two of three', ownership, found('dezky-challenge=4f1c'), [missing], 2, 'BAD'],
  ] as const)('names the server that disagrees: %s', (_what, record, most, others, agreeing, state) => {
    const authority: AuthorityAnswer = { lookup: most, agreeing, dissent: others.map((lookup) => ({ server: 'ns2.hoster.example', lookup })) };
    const verdict = judgeView(record, { resolvers: most, authority }, { siblings: [record], now });
    expect(verdict).toMatchObject({ state, advice: expect.stringMatching(/do not agree: ns2\.hoster\.example says/) });
  });
});

describe('checkRecords with the sandbox', () => {
  const directory = mkdtempSync(join(tmpdir(), 'dezky-view-'));
  let server: DnsSandbox;
  const check = async (...records: ExpectedRecord[]): Promise<Verdict[]> => [...(await checkRecords('acme.test', records, nameServers({ resolvers: [server.address], authorityPort: server.port }))).values()];
  beforeEach(async () => {
    server = await startDnsSandbox({ port: 0, controlPort: 0, directory });
    for (const { name } of server.zones()) await fetch(`${server.url}/zones/${name}`, { method: 'DELETE' });
  });
  afterEach(() => server.close());
  afterAll(() => rmSync(directory, { recursive: true }));

  it('tells "not yet everywhere" from "wrong", and its end', async () => {
    server.putRecords('acme.test', '');
    server.holdCache('acme.test', 2_280);
    server.putRecords('acme.test', 'acme.test. IN MX 10 mail.dezky.test.\n');
    const [verdict] = await check(mx);
    expect(verdict).toMatchObject({ state: 'WARN', found: ['10 mail.dezky.test'], advice: expect.stringMatching(/not yet everywhere.+up to 38 min/) });
    expect((verdict?.propagatesAt?.getTime() ?? 0) - Date.now()).toBeGreaterThan(2_200_000);
    expect((await fetch(`${server.url}/caches/acme.test`, { method: 'DELETE' })).status).toBe(204);
    expect(await check(mx)).toEqual([{ state: 'OK', found: ['10 mail.dezky.test'], advice: null, propagatesAt: null }]);
  });

  it('tells what will go wrong when the caches end', async () => {
    server.putRecords('acme.test', 'acme.test. IN MX 10 mail.dezky.test.\n');
    expect((await fetch(`${server.url}/caches/acme.test`, { method: 'PUT', body: JSON.stringify({ seconds: 600 }) })).status).toBe(204);
    server.putRecords('acme.test', 'acme.test. IN MX 10 mx.globex.test.\n');
    expect(await check(mx)).toMatchObject([{ state: 'BAD', found: ['10 mx.globex.test'], advice: expect.stringMatching(/still works.+up to 10 min/) }]);
  });

  it('does not take a wildcard for the record', async () => {
    server.putRecords('acme.test', '*.acme.test. IN TXT "dezky-challenge=4f1c"\nmail.acme.test. IN A 192.0.2.1\n');
    expect(await check(ownership, dmarc)).toMatchObject([
      { state: 'BAD', advice: expect.stringMatching(/wildcard/) },
      { state: 'BAD', advice: expect.stringMatching(/wildcard.+Add a TXT record for _dmarc/) },
    ]);
    server.putRecords('acme.test', '*.acme.test. IN TXT "v=DMARC1; p=none"\n_dezky-challenge.acme.test. IN TXT "dezky-challenge=4f1c"\n');
    expect(await check(ownership, dmarc)).toMatchObject([{ state: 'OK' }, { state: 'WARN', advice: expect.stringMatching(/wildcard/) }]);
  });

  it('does not take for it what a wildcard alias leads to, whatever is said there to the second who asks', async () => {
    const alias = 'IN CNAME t.elsewhere.test.\n';
    server.putRecords('acme.test', `*.acme.test. ${alias}`);
    const inner = nameServers({ resolvers: [server.address], authorityPort: server.port });
    // Whoever has the name that it leads to decides what each question is answered.
    const deceived = async (then: string): Promise<Verdict[]> => {
      server.putRecords('elsewhere.test', 't.elsewhere.test. IN TXT "dezky-challenge=4f1c"\n');
      const examine = (domain: string): Examination => {
        const real = inner.examine(domain);
        return { ...real, fromWildcard: (...asked) => (server.putRecords('elsewhere.test', then), real.fromWildcard(...asked)) };
      };
      return [...(await checkRecords('acme.test', [ownership], { examine })).values()];
    };
    for (const then of ['t.elsewhere.test. IN TXT "something else"\n', '']) expect(await deceived(then)).toMatchObject([{ state: 'BAD', advice: expect.stringMatching(/wildcard/) }]);
    // An alias of its own is the owner's word, also beside a wildcard that leads elsewhere.
    server.putRecords('acme.test', `*.acme.test. IN CNAME acme.test.\n_dezky-challenge.acme.test. ${alias}`);
    expect(await deceived('')).toMatchObject([{ state: 'OK' }]);
  });

  it('looks at what an MX leads to', async () => {
    server.putRecords('dezky.test', 'mail.dezky.test. IN A 192.0.2.25\n');
    server.putRecords('acme.test', 'acme.test. IN MX 10 mx.acme.test.\nmx.acme.test. IN CNAME mail.dezky.test.\n');
    expect(await check(mx)).toMatchObject([{ state: 'WARN', advice: expect.stringMatching(/alias \(CNAME\) of mail\.dezky\.test/) }]);
    server.removeRecord('acme.test', 'mx.acme.test', 'CNAME');
    expect(await check(mx)).toMatchObject([{ state: 'BAD', advice: expect.stringMatching(/has no address, so it does not arrive/) }]);
    server.putRecords('acme.test', 'mx.acme.test. IN A 192.0.2.25\n');
    expect(await check(mx)).toMatchObject([{ state: 'WARN', advice: expect.stringMatching(/under another name/) }]);
    server.putRecords('acme.test', 'mx.acme.test. IN A 192.0.2.99\n');
    expect(await check(mx)).toMatchObject([{ state: 'BAD', advice: expect.stringMatching(/goes to mx\.acme\.test\. Point/) }]);
  });

  it('follows a DKIM key by CNAME into another zone, and finds the policy above', async () => {
    const dkim: ExpectedRecord = { kind: 'DKIM', type: 'TXT', host: 'k._domainkey.acme.test', value: 'v=DKIM1; k=rsa; p=QUJD', required: true };
    server.putRecords('acme.test', 'k._domainkey.acme.test. IN CNAME k.keys.globex.test.\n_dmarc.acme.test. IN TXT "v=DMARC1; p=none; sp=reject"\n');
    server.putRecords('globex.test', 'k.keys.globex.test. IN TXT "v=DKIM1; k=rsa; p=QUJD"\n');
    expect(await check(dkim)).toMatchObject([{ state: 'OK' }]);
    const below: ExpectedRecord = { ...dmarc, host: '_dmarc.shop.acme.test' };
    const verdicts = await checkRecords('shop.acme.test', [below], nameServers({ resolvers: [server.address], authorityPort: server.port }));
    expect([...verdicts.values()]).toMatchObject([{ state: 'BAD', advice: expect.stringMatching(/Until then receivers apply "reject", which acme\.test asks for/) }]);
  });
});

describe('isPublic', () => {
  it.each(['127.0.0.1', '10.1.2.3', '172.20.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0', '224.0.0.1', '255.255.255.255', '::1', 'fe80::1', 'fd00::1', '2001:db8::1', '::ffff:127.0.0.1', '2002:7f00:1::'])('%s is not asked', (address) => expect(isPublic(address)).toBe(false));
  it.each(['1.1.1.1', '8.8.8.8', '193.0.14.129', '2606:4700:4700::1111', '2001:7fd::1'])('%s is asked', (address) => expect(isPublic(address)).toBe(true));
});

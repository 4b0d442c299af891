import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DnsSandbox, startDnsSandbox } from '@dezky/sandbox/dns/dns-sandbox';
import type { QueryType } from './dns-message';
import type { Lookup } from './lookup';
import { readServer, resolver } from './resolve-records';
import { Slots } from './slots';

describe('resolver', () => {
  const directory = mkdtempSync(join(tmpdir(), 'dezky-resolve-'));
  let server: DnsSandbox;
  const lookup = (host: string, type: QueryType, more: { servers?: string[]; timeoutMs?: number } = {}): Promise<Lookup> =>
    resolver({ servers: (more.servers ?? [server.address]).map(readServer), timeoutMs: more.timeoutMs ?? 5_000, tries: 1, slots: new Slots(10), endsAt: Date.now() + 10_000 }).lookup(host, type);
  beforeAll(async () => {
    server = await startDnsSandbox({ port: 0, controlPort: 0, directory });
    server.putRecords(
      'acme.test',
      `acme.test. IN MX 20 b.platform.test.
acme.test. IN MX 10 A.Platform.test.
acme.test. 60 IN TXT "v=spf1 mx -all"
long.acme.test. IN TXT ("v=DKIM1; p=${'A'.repeat(240)}" "${'B'.repeat(240)}")
alias.acme.test. 30 IN CNAME long.acme.test.
out.acme.test. 30 IN CNAME key.globex.test.
loop.acme.test. IN CNAME loop2.acme.test.
loop2.acme.test. IN CNAME loop.acme.test.
null.acme.test. IN MX 0 .
_imaps._tcp.acme.test. IN SRV 0 1 993 mail.platform.test.
`,
    );
    server.putRecords('globex.test', 'key.globex.test. 900 IN TXT "v=DKIM1; p=QUJD"\n');
    for (let hop = 0; hop < 12; hop += 1) server.putRecords('deep.test', `h${hop}.deep.test. IN CNAME h${hop + 1}.deep.test.\n`);
  });
  afterEach(() => server.queryFaults.clear());
  afterAll(async () => {
    await server.close();
    rmSync(directory, { recursive: true });
  });

  it('brings values into one form, and tells how long they may be kept', async () => {
    expect(await lookup('acme.test', 'MX')).toEqual({ outcome: 'found', values: ['10 a.platform.test', '20 b.platform.test'], ttl: 300, via: [] });
    expect(await lookup('ACME.test.', 'TXT')).toEqual({ outcome: 'found', values: ['v=spf1 mx -all'], ttl: 60, via: [] });
    expect(await lookup('_imaps._tcp.acme.test', 'SRV')).toMatchObject({ values: ['0 1 993 mail.platform.test'] });
    expect(await lookup('null.acme.test', 'MX')).toMatchObject({ values: ['0 .'] });
    expect(await lookup('alias.acme.test', 'CNAME')).toMatchObject({ values: ['long.acme.test'] });
  });

  it('joins split strings, follows CNAMEs through zones and changes to TCP', async () => {
    server.queryFaults.add({ suffix: 'acme.test', kind: 'truncate', transport: 'udp' });
    expect(await lookup('alias.acme.test', 'TXT')).toEqual({ outcome: 'found', values: [`v=DKIM1; p=${'A'.repeat(240)}${'B'.repeat(240)}`], ttl: 30, via: ['long.acme.test'] });
    expect(await lookup('out.acme.test', 'TXT')).toEqual({ outcome: 'found', values: ['v=DKIM1; p=QUJD'], ttl: 30, via: ['key.globex.test'] });
  });

  it.each([['nobody.acme.test'], ['_imaps._tcp.acme.test']])('finds nothing at %s, for as long as the zone says', async (host) => {
    expect(await lookup(host, 'MX')).toEqual({ outcome: 'missing', ttl: 60, zone: 'acme.test' });
  });

  it.each([
    ['loop.acme.test', /leads back to itself/],
    ['h0.deep.test', /more than 8 aliases/],
  ])('gives up on the chain at %s and says so', async (host, reason) => {
    expect(await lookup(host, 'MX')).toEqual({ outcome: 'unknown', reason: expect.stringMatching(reason) });
  });

  it.each([
    ['servfail', 'they reported a failure (SERVFAIL)'],
    ['drop', 'they did not answer in time'],
  ] as const)('does not know after %s', async (kind, reason) => {
    server.queryFaults.add({ suffix: 'acme.test', kind });
    expect(await lookup('acme.test', 'MX', { timeoutMs: kind === 'drop' ? 250 : 5_000 })).toEqual({ outcome: 'unknown', reason });
  });

  it('does not know what another zone holds, and waits for a late answer', async () => {
    expect(await lookup('globex.com', 'MX')).toEqual({ outcome: 'unknown', reason: 'they refused the question' });
    server.queryFaults.add({ suffix: 'acme.test', kind: 'delay', delayMs: 100, times: 1 });
    expect(await lookup('acme.test', 'TXT')).toMatchObject({ outcome: 'found' });
  });

  it('asks the next server when the first is gone', async () => {
    expect(await lookup('acme.test', 'TXT', { servers: ['127.0.0.1:9', server.address], timeoutMs: 300 })).toMatchObject({ outcome: 'found' });
  });

  it.each([
    ['192.0.2.1', { address: '192.0.2.1', port: 53 }],
    ['192.0.2.1:5353', { address: '192.0.2.1', port: 5353 }],
    ['2001:db8::1', { address: '2001:db8::1', port: 53 }],
    ['[2001:db8::1]:5353', { address: '2001:db8::1', port: 5353 }],
  ])('reads %s', (text, expected) => expect(readServer(text)).toEqual(expected));
});

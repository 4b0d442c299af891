import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DnsSandbox, startDnsSandbox } from '@dezky/sandbox/dns/dns-sandbox';
import { type RecordLookup, recordLookup } from './resolve-records';

describe('recordLookup', () => {
  const directory = mkdtempSync(join(tmpdir(), 'dezky-resolve-'));
  let server: DnsSandbox;
  let dns: RecordLookup;
  beforeAll(async () => {
    server = await startDnsSandbox({ port: 0, controlPort: 0, directory });
    server.putRecords(
      'acme.test',
      `acme.test. IN MX 20 b.platform.test.
acme.test. IN MX 10 A.Platform.test.
acme.test. IN TXT "v=spf1 mx -all"
long.acme.test. IN TXT ("v=DKIM1; p=${'A'.repeat(240)}" "${'B'.repeat(240)}")
alias.acme.test. IN CNAME long.acme.test.
loop.acme.test. IN CNAME loop.acme.test.
null.acme.test. IN MX 0 .
_imaps._tcp.acme.test. IN SRV 0 1 993 mail.platform.test.
*.wild.acme.test. IN TXT "not expanded"
`,
    );
    dns = recordLookup({ servers: [server.address], timeoutMs: 5_000, tries: 1 });
  });
  afterEach(() => server.queryFaults.clear());
  afterAll(async () => {
    await server.close();
    rmSync(directory, { recursive: true });
  });

  it('brings values into one form', async () => {
    expect(await dns.lookup('acme.test', 'MX')).toEqual({ outcome: 'found', values: ['10 a.platform.test', '20 b.platform.test'] });
    expect(await dns.lookup('acme.test', 'TXT')).toEqual({ outcome: 'found', values: ['v=spf1 mx -all'] });
    expect(await dns.lookup('_imaps._tcp.acme.test', 'SRV')).toEqual({ outcome: 'found', values: ['0 1 993 mail.platform.test'] });
    expect(await dns.lookup('null.acme.test', 'MX')).toEqual({ outcome: 'found', values: ['0 .'] });
    expect(await dns.lookup('alias.acme.test', 'CNAME')).toEqual({ outcome: 'found', values: ['long.acme.test'] });
  });

  it('joins split strings, follows a CNAME and changes to TCP', async () => {
    server.queryFaults.add({ suffix: 'acme.test', kind: 'truncate', transport: 'udp' });
    expect(await dns.lookup('alias.acme.test', 'TXT')).toEqual({ outcome: 'found', values: [`v=DKIM1; p=${'A'.repeat(240)}${'B'.repeat(240)}`] });
  });

  it.each([['nobody.acme.test'], ['_imaps._tcp.acme.test'], ['loop.acme.test']])('finds nothing at %s', async (host) => {
    expect(await dns.lookup(host, 'MX')).toEqual({ outcome: 'missing' });
  });

  it.each([
    ['servfail', 'they reported a failure (SERVFAIL)'],
    ['drop', 'they did not answer in time'],
  ] as const)('does not know after %s', async (kind, reason) => {
    server.queryFaults.add({ suffix: 'acme.test', kind });
    const impatient = recordLookup({ servers: [server.address], timeoutMs: kind === 'drop' ? 250 : 5_000, tries: 1 });
    expect(await impatient.lookup('acme.test', 'MX')).toEqual({ outcome: 'unknown', reason });
  });

  it('does not know what another zone holds, and waits for a late answer', async () => {
    expect(await dns.lookup('globex.com', 'MX')).toEqual({ outcome: 'unknown', reason: 'they refused the question' });
    server.queryFaults.add({ suffix: 'acme.test', kind: 'delay', delayMs: 100, times: 1 });
    expect(await dns.lookup('acme.test', 'TXT')).toMatchObject({ outcome: 'found' });
  });

  it('asks the next server when the first is gone', async () => {
    const second = recordLookup({ servers: ['127.0.0.1:9', server.address], timeoutMs: 300, tries: 1 });
    expect(await second.lookup('acme.test', 'TXT')).toMatchObject({ outcome: 'found' });
  });
});

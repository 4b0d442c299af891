import { Resolver } from 'node:dns/promises';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as packet from 'dns-packet';
import { type DnsSandbox, startDnsSandbox } from './dns-sandbox';

const zoneText = `
acme.test. IN MX 10 mail.platform.test.
acme.test. IN TXT "v=spf1 mx -all" ; a comment
_imaps._tcp.acme.test. IN SRV 0 1 993 mail.platform.test.
www.acme.test. IN CNAME acme.test.
key._domainkey.acme.test. IN TXT (
    "v=DKIM1; k=rsa; p=${'A'.repeat(230)}"
    "${'B'.repeat(230)}"
)
acme.test. 60 IN A 192.0.2.1
`;

describe('DNS sandbox', () => {
  const directory = mkdtempSync(join(tmpdir(), 'dezky-dns-'));
  let sandbox: DnsSandbox;
  let resolver: Resolver;
  beforeEach(async () => {
    sandbox = await startDnsSandbox({ port: 0, controlPort: 0, directory });
    sandbox.putRecords('acme.test', zoneText);
    resolver = new Resolver({ timeout: 500, tries: 1 });
    resolver.setServers([sandbox.address]);
  });
  afterEach(() => sandbox.close());
  afterAll(() => rmSync(directory, { recursive: true }));

  it('answers each type', async () => {
    expect(await resolver.resolveMx('ACME.test')).toEqual([{ exchange: 'mail.platform.test', priority: 10 }]);
    expect(await resolver.resolveTxt('acme.test')).toEqual([['v=spf1 mx -all']]);
    expect(await resolver.resolveSrv('_imaps._tcp.acme.test')).toEqual([{ name: 'mail.platform.test', port: 993, priority: 0, weight: 1 }]);
    expect(await resolver.resolveCname('www.acme.test')).toEqual(['acme.test']);
    expect(await resolver.resolve4('www.acme.test')).toEqual(['192.0.2.1']);
    expect((await resolver.resolveSoa('acme.test')).nsname).toBe('ns.acme.test');
    expect(await resolver.resolveNs('acme.test')).toEqual(['ns.acme.test']);
  });

  it.each([
    ['a name that is not there', 'nobody.acme.test', 'ENOTFOUND'],
    ['a name without that type', 'key._domainkey.acme.test', 'ENODATA'],
    ['a name that has only names below it', '_tcp.acme.test', 'ENODATA'],
    ['a domain whose zone nobody has made', 'globex.test', 'ENOTFOUND'],
    ['a domain of somebody else', 'globex.com', 'EREFUSED'],
  ])('tells %s', async (_what, name, code) => {
    await expect(resolver.resolveMx(name)).rejects.toMatchObject({ code });
  });

  it('truncates over UDP what is too long, so that TCP is used', async () => {
    sandbox.putRecords('acme.test', Array.from({ length: 12 }, (_, index) => ({ name: 'many.acme.test', type: 'TXT' as const, ttl: 60, data: `"${index} ${'x'.repeat(200)}"` })));
    expect(await resolver.resolveTxt('many.acme.test')).toHaveLength(12);
    expect(await resolver.resolveTxt('key._domainkey.acme.test')).toEqual([[`v=DKIM1; k=rsa; p=${'A'.repeat(230)}`, 'B'.repeat(230)]]);
  });

  it('takes several queries over one TCP connection', async () => {
    const connection = connect(sandbox.port, '127.0.0.1');
    for (const id of [7, 8]) connection.write(packet.streamEncode({ type: 'query', id, questions: [{ type: 'MX', name: 'acme.test' }] }));
    const ids: number[] = [];
    let received = Buffer.alloc(0);
    for await (const chunk of connection as AsyncIterable<Buffer>) {
      received = Buffer.concat([received, chunk]);
      while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
        const end = 2 + received.readUInt16BE(0);
        ids.push(packet.decode(received.subarray(2, end)).id ?? 0);
        received = received.subarray(end);
      }
      if (ids.length === 2) break;
    }
    expect(ids.sort()).toEqual([7, 8]);
  });

  it('replaces sets of the same name and type and keeps the others', async () => {
    sandbox.putRecords('acme.test', 'acme.test. IN MX 20 other.test.\n');
    expect(await resolver.resolveMx('acme.test')).toEqual([{ exchange: 'other.test', priority: 20 }]);
    expect(await resolver.resolve4('acme.test')).toEqual(['192.0.2.1']);
    expect(sandbox.removeRecord('acme.test', 'acme.test', 'MX')).toBe(true);
    await expect(resolver.resolveMx('acme.test')).rejects.toMatchObject({ code: 'ENODATA' });
  });

  it('keeps its zones across a restart', async () => {
    await sandbox.close();
    sandbox = await startDnsSandbox({ port: 0, controlPort: 0, directory });
    resolver.setServers([sandbox.address]);
    expect(await resolver.resolveTxt('acme.test')).toEqual([['v=spf1 mx -all']]);
  });

  it('takes zones over HTTP, and says what it cannot read', async () => {
    const put = (body: string): Promise<Response> => fetch(`${sandbox.url}/zones/globex.test`, { method: 'PUT', body });
    expect((await put('@ IN TXT "hello"\nmail IN A 192.0.2.7')).status).toBe(204);
    expect(await resolver.resolve4('mail.globex.test')).toEqual(['192.0.2.7']);
    expect((await put('globex.test. IN TLSA 3 1 1 ab')).status).toBe(400);
    expect((await put('other.test. IN A 192.0.2.7')).status).toBe(400);
    expect(await (await fetch(`${sandbox.url}/zones/globex.test`)).text()).toBe('globex.test. 300 IN TXT "hello"\nmail.globex.test. 300 IN A 192.0.2.7\n');
    expect((await fetch(`${sandbox.url}/zones/globex.test`, { method: 'DELETE' })).status).toBe(204);
    await expect(resolver.resolve4('mail.globex.test')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });

  it.each([
    ['servfail', 'ESERVFAIL'],
    ['drop', 'ETIMEOUT'],
  ] as const)('fails on demand (%s)', async (kind, code) => {
    sandbox.queryFaults.add({ suffix: 'acme.test', kind });
    await expect(resolver.resolveMx('acme.test')).rejects.toMatchObject({ code });
  });
});

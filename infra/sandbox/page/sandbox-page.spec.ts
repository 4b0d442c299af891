import { mkdtempSync, rmSync } from 'node:fs';
import { Resolver } from 'node:dns/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DnsSandbox, startDnsSandbox } from '../dns/dns-sandbox';
import type { ExpectedRecords } from './publish-records';
import { sandboxPage } from './sandbox-page';

const rsaKey = `v=DKIM1; k=rsa; h=sha256; p=${'MIIBIjANBgkq'.repeat(30)}`;
const labs: ExpectedRecords = {
  domain: 'acme-labs.test',
  records: [
    { host: 'acme-labs.test', type: 'MX', value: '10 mail.dezky.test.' },
    { host: 'acme-labs.test', type: 'TXT', value: 'v=spf1 mx -all' },
    { host: '_dezky.acme-labs.test', type: 'TXT', value: 'dezky-verification=7f3a' },
    { host: '202611r._domainkey.acme-labs.test', type: 'TXT', value: rsaKey },
    { host: '_imaps._tcp.acme-labs.test', type: 'SRV', value: '0 1 993 mail.dezky.test.' },
    { host: 'autoconfig.acme-labs.test', type: 'CNAME', value: 'mail.dezky.test.' },
  ],
};

describe('sandboxPage', () => {
  let directory: string;
  let dns: DnsSandbox;
  let server: Server;
  let url: string;
  let expected: () => Promise<readonly ExpectedRecords[]>;

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'sandbox-page-'));
    dns = await startDnsSandbox({ port: 0, controlPort: 0, directory });
    expected = () => Promise.resolve([labs]);
    const page = sandboxPage({
      dns,
      expectedRecords: () => expected(),
      stalwart: {
        mailboxes: () => [{ id: 'b', address: 'ada@acme.test', displayName: '<b>Ada</b>', frozen: true, aliases: [] }],
        calendarEvents: () => [{ accountId: 'b', address: 'ada@acme.test', uid: 'u', title: 'Call with <i>Bo</i>', startsAt: '2026-12-01T09:00:00Z', endsAt: '2026-12-01T09:30:00Z' }],
      },
      authentik: { accounts: () => [{ pk: 1, username: 'ada@acme.test', email: 'ada@acme.test', name: 'Ada', active: false, sessions: 0, attributes: {}, lastLogin: null, passwordChangedAt: '2026-11-02T08:00:00.000Z' }] },
      ocis: { drives: () => [{ userId: 'u', username: 'ada', displayName: 'Ada', enabled: true, usedBytes: 2_500_000_000n, quotaBytes: 0n }] },
      stripe: { customers: () => [], subscriptions: () => [] },
    });
    server = createServer((request, response) => {
      void page(request, response).then((answered) => {
        if (!answered) response.writeHead(418).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await dns.close();
    rmSync(directory, { recursive: true });
  });

  const page = async (): Promise<string> => (await fetch(`${url}/sandbox`)).text();
  const publish = (body: unknown, headers: Record<string, string> = { 'content-type': 'application/json' }): Promise<Response> =>
    fetch(`${url}/sandbox/publish`, { method: 'POST', headers, body: JSON.stringify(body) });

  it('writes the records into the name server, where real queries find them', async () => {
    expect(await page()).toContain('0 of 6 records published');
    const answer = await publish({ domain: 'acme-labs.test' });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ message: '6 records of acme-labs.test are published. Recheck the domain in the portal.' });
    expect(await page()).toContain('6 of 6 records published');

    const resolver = new Resolver();
    resolver.setServers([dns.address]);
    expect(await resolver.resolveMx('acme-labs.test')).toEqual([{ exchange: 'mail.dezky.test', priority: 10 }]);
    expect(await resolver.resolveTxt('acme-labs.test')).toEqual([['v=spf1 mx -all']]);
    const [key = []] = await resolver.resolveTxt('202611r._domainkey.acme-labs.test');
    expect(key.length).toBeGreaterThan(1);
    expect(key.join('')).toBe(rsaKey);
    expect(await resolver.resolveSrv('_imaps._tcp.acme-labs.test')).toEqual([{ name: 'mail.dezky.test', port: 993, priority: 0, weight: 1 }]);
    expect(await resolver.resolveCname('autoconfig.acme-labs.test')).toEqual(['mail.dezky.test']);
  });

  it('leaves other records of the zone alone', async () => {
    dns.putRecords('acme-labs.test', 'www 300 IN A 192.0.2.1\n@ 300 IN TXT "v=spf1 ~all"');
    await publish({ domain: 'acme-labs.test' });
    const resolver = new Resolver();
    resolver.setServers([dns.address]);
    expect(await resolver.resolve4('www.acme-labs.test')).toEqual(['192.0.2.1']);
    expect(await resolver.resolveTxt('acme-labs.test')).toEqual([['v=spf1 mx -all']]);
  });

  it('shows what is in each back end, as text', async () => {
    const html = await page();
    expect(html).toContain('&lt;b&gt;Ada&lt;/b&gt;');
    expect(html).toMatch(/ada@acme\.test<\/td><td data-head="State">Frozen/);
    expect(html).toMatch(/>Inactive<\/td><td data-head="Sessions">0<\/td><td data-head="Last sign-in">Never/);
    expect(html).toMatch(/>2\.5 GB<\/td><td data-head="Quota">Unlimited/);
    expect(html).toMatch(/>Call with &lt;i&gt;Bo&lt;\/i&gt;<\/td><td data-head="Begins">2026-12-01 09:00 UTC/);
    expect(html).toContain('No subscription yet.');
  });

  it('publishes for no other page and nothing the portal does not expect', async () => {
    expect((await publish({ domain: 'acme-labs.test' }, { 'content-type': 'text/plain' })).status).toBe(403);
    expect((await publish({ domain: 'acme-labs.test' }, { 'content-type': 'application/json', 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await publish({ domain: 'globex.test' })).status).toBe(404);
    expect((await publish({})).status).toBe(400);
    expect(dns.zones()).toEqual([]);
  });

  it('says which record cannot be published', async () => {
    expected = () => Promise.resolve([{ domain: 'acme-labs.test', records: [{ host: 'elsewhere.test', type: 'TXT', value: 'x' }] }]);
    const answer = await publish({ domain: 'acme-labs.test' });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ message: 'elsewhere.test is not in the zone acme-labs.test' });
  });

  it('shows the rest when the expected records cannot be had', async () => {
    expected = () => Promise.reject(new Error('down'));
    const html = await page();
    expect(html).toContain('did not say which records it expects');
    expect(html).toContain('ada@acme.test');
  });

  it('answers under its own path only', async () => {
    expect((await fetch(`${url}/sandboxes`)).status).toBe(418);
    expect((await fetch(`${url}/sandbox/nothing`)).status).toBe(404);
    expect((await fetch(`${url}/sandbox/page.css`)).headers.get('content-type')).toBe('text/css; charset=utf-8');
    expect((await fetch(`${url}/sandbox/page.js`)).headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import type { Logger } from '@dezky/kit/log/logger';
import { sharedRsaKeys } from '@dezky/sandbox/rsa-keys';
import { type StalwartSandbox, startStalwartSandbox } from '@dezky/sandbox/stalwart/stalwart-sandbox';
import { type KeyedCertificate, readKeyedCertificate } from './certificate/keyed-certificate';
import { testCertificate } from './certificate/test-certificates.fixture';
import { type MailServerWishes, PrepareMailServer, tlsCertificateOf } from './prepare-mail-server';
import { type StalwartClient, createStalwartClient } from './stalwart/stalwart-client';

const root = testCertificate({ commonName: 'Root of the spec' });
const leaf = testCertificate({ commonName: 'mail.dezky.test', issuer: root });

describe('PrepareMailServer', () => {
  const directory = mkdtempSync(join(tmpdir(), 'dezky-prepare-'));
  let server: StalwartSandbox;
  let client: StalwartClient;
  const said: { level: string; fields: Record<string, unknown>; words: string }[] = [];
  const note = (level: string) => (fields: Record<string, unknown> | string, words?: string) => void said.push(typeof fields === 'string' ? { level, fields: {}, words: fields } : { level, fields, words: words ?? '' });
  const log = { info: note('info'), warn: note('warn') } as unknown as Logger;

  beforeAll(async () => {
    server = await startStalwartSandbox({ port: 0, directory, adminUser: 'admin', adminPassword: 'admin', serviceApiKey: 'API_prepare', defaultHostname: 'old.dezky.test', rsaDelayMs: 0, rsaKeys: sharedRsaKeys() });
    client = createStalwartClient({ url: server.url, authorization: 'Bearer API_prepare' });
  });
  afterAll(async () => {
    await client.close();
    await server.close();
    rmSync(directory, { recursive: true });
  });
  beforeEach(() => said.splice(0));

  const wishes = (more: Partial<MailServerWishes> = {}): MailServerWishes => ({ mailHost: 'mail.dezky.test', certificate: null, allowedAddresses: [], smtpUrl: server.smtpUrl, provisioning: true, ...more });
  const prepare = (more: Partial<MailServerWishes> = {}): Promise<void> => new PrepareMailServer(client, wishes(more), log).prepare();

  it('changes nothing where provisioning is off, and says what differs', async () => {
    await prepare({ provisioning: false });
    expect(await client.mailHost()).toBe('old.dezky.test');
    expect(said).toEqual([{ level: 'warn', fields: { mailHost: 'mail.dezky.test', stalwart: 'old.dezky.test', greeting: 'old.dezky.test' }, words: expect.stringContaining('differ') as string }]);
  });

  it('gives the server its name in zones and greeting, once', async () => {
    const { id } = await client.ensureDomain('named.test');
    await prepare({ allowedAddresses: ['10.1.2.3', '10.2.0.0/16'] });
    expect(said.map(({ level }) => level)).toEqual(['info', 'info', 'info']);
    expect(await client.readZone(id)).toContainEqual({ name: 'named.test', type: 'MX', data: '10 mail.dezky.test' });
    said.splice(0);
    await prepare({ allowedAddresses: ['10.1.2.3', '10.2.0.0/16'] });
    expect(said).toEqual([]);
  });

  it('gives it the certificate as its default one, once, and the next one after it', async () => {
    const first = tlsCertificateOf(readKeyedCertificate({ c: root.certificatePem, k: root.keyPem }, ['c', 'k']) as KeyedCertificate);
    await prepare({ certificate: first });
    await prepare({ certificate: first });
    expect(said.map(({ words }) => words)).toEqual(['the mail server was given its certificate']);
    const next = tlsCertificateOf(readKeyedCertificate({ c: root.certificatePem + leaf.certificatePem, k: leaf.keyPem }, ['c', 'k']) as KeyedCertificate);
    expect(next.certificate).toBe(leaf.certificatePem + root.certificatePem);
    await prepare({ certificate: next });
    expect(said).toHaveLength(2);
  });

  it('says what is wrong with the certificate that mail programs are shown', async () => {
    const faultOf = async (shown: typeof leaf, more: Partial<MailServerWishes> = {}): Promise<unknown> => {
      const front = createServer({ key: shown.keyPem, cert: shown.certificatePem }, (socket) => socket.end('220 mail.dezky.test ESMTP\r\n'));
      front.on('tlsClientError', () => undefined);
      await new Promise<void>((listening) => front.listen(0, '127.0.0.1', listening));
      said.splice(0);
      // Nobody here trusts the root of the spec, so the greeting is not heard; the certificate is looked at all the same.
      await prepare({ smtpUrl: `smtps://127.0.0.1:${(front.address() as AddressInfo).port}`, ...more }).catch((error: unknown) => expect(error).toMatchObject({ fault: 'UNREACHABLE' }));
      await new Promise((closed) => front.close(closed));
      return said.find(({ words }) => words.includes('certificate that the mail server shows'))?.fields['fault'] ?? null;
    };
    const wanted = tlsCertificateOf(readKeyedCertificate({ c: leaf.certificatePem, k: leaf.keyPem }, ['c', 'k']) as KeyedCertificate);
    expect(await faultOf(leaf)).toBeNull();
    expect(await faultOf(leaf, { certificate: wanted })).toBeNull();
    expect(await faultOf(testCertificate({ commonName: 'mail.dezky.test', issuer: root }), { certificate: wanted })).toBe('it is not STALWART_CERTIFICATE');
    expect(await faultOf(testCertificate({ commonName: 'old.dezky.test', issuer: root }))).toBe('it is not for mail.dezky.test');
    expect(await faultOf(testCertificate({ commonName: 'mail.dezky.test', issuer: root, from: new Date('2025-01-01'), to: new Date('2025-02-01') }))).toBe('it is not valid at this time');
  });

  it('says that an address is none', async () => {
    await expect(prepare({ allowedAddresses: ['somewhere'] })).rejects.toMatchObject({ fault: 'REFUSED' });
  });

  it('waits for a server that is down, and ends when it is told to', async () => {
    const mend = server.faults.add({ match: { method: 'POST' }, kind: 'down' });
    const waiting = new PrepareMailServer(client, wishes(), log);
    waiting.start();
    while (said.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    await waiting.stop();
    mend();
    expect(said.map(({ words }) => words)).toEqual([expect.stringContaining('tried again')]);
  }, 30_000);
});

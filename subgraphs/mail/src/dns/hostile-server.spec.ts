import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DnsSandbox, startDnsSandbox } from '@dezky/sandbox/dns/dns-sandbox';
import { checkRecords, statusAfter } from '../domain/recheck-domain/check-records';
import type { ExpectedRecord, Verdict } from './dns-record';
import { type NameServers, nameServers } from './examination';
import { type HostileServer, misbehaviours, startHostileServer } from './hostile-server.fixture';

const records: ExpectedRecord[] = [
  { kind: 'OWNERSHIP', type: 'TXT', host: '_dezky-challenge.acme.test', value: 'dezky-challenge=4f1c', required: true },
  { kind: 'MX', type: 'MX', host: 'acme.test', value: '10 mail.dezky.test', required: true },
  { kind: 'SPF', type: 'TXT', host: 'acme.test', value: 'v=spf1 mx ~all', required: true },
  { kind: 'DKIM', type: 'TXT', host: 'k._domainkey.acme.test', value: 'v=DKIM1; k=rsa; p=QUJD', required: true },
  { kind: 'DMARC', type: 'TXT', host: '_dmarc.acme.test', value: 'v=DMARC1; p=none', required: true },
  { kind: 'AUTODISCOVERY', type: 'SRV', host: '_imaps._tcp.acme.test', value: '0 1 993 mail.dezky.test', required: false },
];
const zone = records.map(({ host, type, value }) => `${host}. IN ${type} ${type === 'TXT' ? `"${value}"` : value}\n`).join('');

/** Nobody waits longer than this for a verdict: the deadline of an examination, and some for a busy machine. */
const deadlineMs = 1_500;
const longestMs = deadlineMs + 1_000;

describe('a name server that misbehaves', () => {
  const directory = mkdtempSync(join(tmpdir(), 'dezky-hostile-'));
  let honest: DnsSandbox;
  let hostile: HostileServer;
  beforeAll(async () => {
    [honest, hostile] = await Promise.all([startDnsSandbox({ port: 0, controlPort: 0, directory }), startHostileServer()]);
    honest.putRecords('acme.test', zone);
  });
  afterAll(async () => {
    await Promise.all([honest.close(), hostile.close()]);
    rmSync(directory, { recursive: true });
  });

  const asking = (resolvers: string[], authorityPort: number): NameServers => nameServers({ resolvers, authorityPort, timeoutMs: 300, tries: 1, deadlineMs });
  const check = async (dns: NameServers, mostMs = longestMs): Promise<Verdict[]> => {
    const startedAt = performance.now();
    const verdicts = await checkRecords('acme.test', records, dns);
    expect(performance.now() - startedAt).toBeLessThan(mostMs);
    return [...verdicts.values()];
  };
  const statusOf = (verdicts: readonly Verdict[]): string => statusAfter('VERIFIED', verdicts.filter((_verdict, index) => records[index]?.required).map(({ state }) => state));

  it('is the honest one all right', async () => {
    const verdicts = await check(asking([honest.address], honest.port));
    expect(verdicts.map(({ state, advice }) => [state, advice])).toEqual(records.map(() => ['OK', null]));
  });

  it.each(misbehaviours)('as the only resolver (%s): nothing is known, and no status changes', async (how) => {
    hostile.behave = how;
    hostile.asked = 0;
    const verdicts = await check(asking([hostile.address], honest.port));
    expect(hostile.asked).toBeGreaterThan(0);
    for (const { state, found, advice } of verdicts) expect({ state, found, advice }).toEqual({ state: 'UNKNOWN', found: [], advice: expect.stringMatching(/^The name servers were asked for .+, but .+ Nothing is known/) });
    expect([statusOf(verdicts), statusAfter('PENDING', verdicts.map(({ state }) => state)), statusAfter('NEEDS_ATTENTION', verdicts.map(({ state }) => state))]).toEqual(['VERIFIED', 'PENDING', 'NEEDS_ATTENTION']);
  });

  it.each(misbehaviours)('as the domain’s own (%s): the resolvers are believed', async (how) => {
    hostile.behave = how;
    hostile.asked = 0;
    const verdicts = await check(asking([honest.address], hostile.port));
    expect(hostile.asked).toBeGreaterThan(0);
    expect(verdicts.map(({ state }) => state)).toEqual(records.map(() => 'OK'));
  });

  it.each(misbehaviours.filter((how) => how !== 'endless-chain'))('as the first resolver (%s): the second is asked', async (how) => {
    hostile.behave = how;
    const verdicts = await check(nameServers({ resolvers: [hostile.address, honest.address], authorityPort: honest.port, timeoutMs: 200, tries: 1, deadlineMs: 6_000 }), 7_000);
    expect(verdicts.map(({ state }) => state)).toEqual(records.map(() => 'OK'));
  });

  it('that denies everything as a resolver leaves the domain’s own word, once that can be had', async () => {
    hostile.behave = 'nxdomain';
    expect((await check(asking([hostile.address], honest.port))).map(({ state }) => state)).toEqual(records.map(() => 'BAD'));
  });

  it('that denies everything as the domain’s own is believed: it is what will be everywhere', async () => {
    hostile.behave = 'nxdomain';
    const verdicts = await check(asking([honest.address], hostile.port));
    expect(verdicts.map(({ state }) => state)).toEqual(records.map(() => 'BAD'));
    for (const { advice, propagatesAt } of verdicts) expect([advice, propagatesAt !== null]).toEqual([expect.stringMatching(/still works.+up to 5 min/), true]);
  });
});

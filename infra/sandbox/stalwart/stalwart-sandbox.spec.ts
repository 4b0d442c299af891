import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStalwartSandbox, type StalwartSandbox } from './stalwart-sandbox';

describe('Stalwart sandbox', () => {
  const directory = mkdtempSync(join(tmpdir(), 'dezky-stalwart-state-'));
  const serviceApiKey = 'API_of-the-test';
  const start = (rsaDelayMs: number): Promise<StalwartSandbox> =>
    startStalwartSandbox({ port: 0, directory, adminUser: 'admin', adminPassword: 'recovery', serviceApiKey, defaultHostname: 'mail.platform.test', rsaDelayMs });
  let sandbox: StalwartSandbox;
  beforeEach(async () => {
    sandbox = await start(60_000);
  });
  afterEach(() => sandbox.close());
  afterAll(() => rmSync(directory, { recursive: true }));

  const calendars = ['urn:stalwart:jmap', 'urn:ietf:params:jmap:calendars'];
  const call = async (method: string, args: object, using = ['urn:stalwart:jmap']): Promise<[string, Record<string, unknown>]> => {
    const answer = await fetch(`${sandbox.url}/jmap`, {
      method: 'POST',
      headers: { authorization: `Bearer ${serviceApiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ using, methodCalls: [[method, args, 'c']] }),
    });
    const { methodResponses } = (await answer.json()) as { methodResponses: [[string, Record<string, unknown>]] };
    return methodResponses[0];
  };

  it('gives a session to anybody, which proves nothing, and names its public address in it', async () => {
    const session = (await (await fetch(`${sandbox.url}/.well-known/jmap`)).json()) as { username: string; apiUrl: string };
    expect([session.username, session.apiUrl]).toEqual(['', 'https://mail.platform.test/jmap/']);
  });

  it('continues with its state after a restart, and finishes the keys it was making', async () => {
    const [, { created }] = await call('x:Domain/set', { create: { d: { name: 'restart.test' } } });
    const { id } = (created as { d: { id: string } }).d;
    await sandbox.close();
    sandbox = await start(0);
    let ids: unknown[] = [];
    while (ids.length < 2) ids = (await call('x:DkimSignature/query', { filter: { domainId: id } }))[1]['ids'] as unknown[];
    expect(sandbox.domains().map(({ name }) => name)).toEqual(['platform.test', 'restart.test']);
    while (((await call('x:Task/query', {}))[1]['ids'] as unknown[]).length > 0) ids = [];
  });

  it('does the work of a write whose answer it loses', async () => {
    sandbox.faults.add({ match: { body: /x:Domain\/set/ }, kind: 'answer-lost', times: 1 });
    await expect(call('x:Domain/set', { create: { d: { name: 'lost.test' } } })).rejects.toThrow('fetch failed');
    expect((await call('x:Domain/set', { create: { d: { name: 'lost.test' } } }))[1]).toHaveProperty('notCreated.d.type', 'primaryKeyViolation');
  });

  it('tells losers of a write conflict to come again', async () => {
    sandbox.conflictNextWrites(1);
    expect((await call('x:Domain/set', {}))[1]['type']).toBe('serverUnavailable');
    expect((await call('x:Domain/set', {}))[0]).toBe('x:Domain/set');
  });

  it('keeps calendars over a restart, and lets them go with their account', async () => {
    const [, domain] = await call('x:Domain/set', { create: { d: { name: 'calendar.test' } } });
    const { id: domainId } = (domain as { created: { d: { id: string } } }).created.d;
    const [, account] = await call('x:Account/set', { create: { u: { '@type': 'User', name: 'ada', domainId } } });
    const { id: accountId } = (account as { created: { u: { id: string } } }).created.u;
    expect((await call('Calendar/get', { accountId, ids: null }))[1]['type']).toBe('unknownMethod');
    await call('Calendar/get', { accountId, ids: null }, calendars);
    const event = { uid: 'u-1', calendarIds: { b: true }, title: 'Call', start: '2026-12-01T10:00:00', timeZone: 'Europe/Copenhagen', duration: 'PT30M' };
    await call('CalendarEvent/set', { accountId, create: { e: event } }, calendars);
    await sandbox.close();
    sandbox = await start(60_000);
    expect(sandbox.calendarEvents()).toEqual([{ accountId, address: 'ada@calendar.test', uid: 'u-1', title: 'Call', startsAt: '2026-12-01T09:00:00Z', endsAt: '2026-12-01T09:30:00Z' }]);
    expect((await call('CalendarEvent/set', { accountId, create: { e: event } }, calendars))[1]).toHaveProperty('notCreated.e.properties', ['uid']);
    await call('x:Account/set', { destroy: [accountId] });
    expect(sandbox.calendarEvents()).toEqual([]);
    expect((await call('Calendar/get', { accountId, ids: null }, calendars))[1]['type']).toBe('serverUnavailable');
  });

  it('shows a new host name in zones only after a reload', async () => {
    const exchangers = async (): Promise<string | undefined> => {
      const [, { list }] = await call('x:Domain/get', { ids: null, properties: ['dnsZoneFile'] });
      return /IN MX 10 (\S+)\./.exec((list as { dnsZoneFile: string }[])[0]?.dnsZoneFile ?? '')?.[1];
    };
    await call('x:SystemSettings/set', { update: { singleton: { defaultHostname: 'mx.platform.test' } } });
    expect(await exchangers()).toBe('mail.platform.test');
    await call('x:Action/set', { create: { r: { '@type': 'ReloadSettings' } } });
    expect(await exchangers()).toBe('mx.platform.test');
  });
});

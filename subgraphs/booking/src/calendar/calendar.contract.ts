import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BackEnd, BackEndError } from '@dezky/kit/http/back-end-error';
import { type JmapSession, openJmapSession } from '@dezky/kit/http/jmap-session';
import { startStalwartSandbox, type StalwartSandbox } from '@dezky/sandbox/stalwart/stalwart-sandbox';
import { z } from 'zod';
import { type CalendarClient, createCalendarClient } from './calendar-client';

interface Server {
  readonly url: string;
  readonly authorization: string;
}

const createdWire = z.object({ created: z.record(z.string(), z.object({ id: z.string() })) });
const idsWire = z.object({ ids: z.array(z.string()) });

/** What Dezky relies on from calendars on a Stalwart server, whichever one it is. */
function calendarContract(title: string, reach: () => Promise<Server>): void {
  describe(`calendar contract on ${title}`, () => {
    const run = randomBytes(4).toString('hex');
    const domain = `calendar-${run}.test`;
    const password = `Correct-Horse-${run}-Battery`;
    let server: Server;
    let management: JmapSession;
    let client: CalendarClient;
    let domainId = '';
    let host = '';

    const create = async (object: string, input: Record<string, unknown>): Promise<string> => {
      const [{ created }] = await management.request([[`x:${object}/set`, { create: { o: input } }]], [createdWire]);
      return created['o']?.id ?? '';
    };
    const newHost = (name: string): Promise<string> => create('Account', { '@type': 'User', name, domainId, credentials: { '0': { '@type': 'Password', secret: password } } });
    const faultOf = (work: Promise<unknown>): Promise<string> =>
      work.then(
        () => 'none',
        (error: unknown) => (error instanceof BackEndError ? error.fault : Promise.reject(error as Error)),
      );
    const at = (time: string): Date => new Date(`2031-03-04T${time}:00.000Z`);
    const uid = (name: string): string => `${name}-${run}@booking.dezky`;
    const event = (name: string, from: string, to: string) => ({ uid: uid(name), title: `Call with ${name}`, description: `${name}@visitor.example`, startsAt: at(from), endsAt: at(to) });
    const busy = async (from: string, to: string): Promise<string[]> =>
      (await client.busyTimes(host, at(from), at(to))).map(({ start, end }) => `${start.toISOString().slice(11, 16)}-${end.toISOString().slice(11, 16)}`);

    beforeAll(async () => {
      server = await reach();
      management = openJmapSession({ ...server, system: BackEnd.STALWART, using: ['urn:ietf:params:jmap:core', 'urn:stalwart:jmap'] });
      client = createCalendarClient(server);
      domainId = await create('Domain', { name: domain });
      host = await newHost('host');
    });
    afterAll(async () => {
      const [{ ids }] = await management.request([['x:Account/query', { filter: { domainId } }]], [idsWire]);
      await management.request([['x:Account/set', { destroy: ids }]], [z.unknown()]);
      // A DKIM key that is being made keeps the domain; it may come at any moment, so all is asked again until it is gone.
      for (let left = true; left; ) {
        const keys = ['x:DkimSignature/query', { filter: { domainId } }] as const;
        const destroyKeys = ['x:DkimSignature/set', { '#destroy': { resultOf: 'c0', name: 'x:DkimSignature/query', path: '/ids' } }] as const;
        const found = ['x:Domain/query', { filter: { name: domain } }] as const;
        const [, , , { ids: domains }] = await management.request([keys, destroyKeys, ['x:Domain/set', { destroy: [domainId] }], found], [z.unknown(), z.unknown(), z.unknown(), idsWire]);
        left = domains.length > 0;
      }
      await client.close();
      await management.close();
    }, 30_000);

    it('answers a ping, and refuses one with a wrong credential', async () => {
      await client.ping();
      const stranger = createCalendarClient({ ...server, authorization: 'Bearer API_wrong' });
      expect(await faultOf(stranger.ping())).toBe('UNAUTHORIZED');
      await stranger.close();
    });

    it('sees a new account free, without anybody having looked at its calendar before', async () => {
      expect(await busy('00:00', '23:59')).toEqual([]);
    });

    it('writes an event once, reads it back, and adopts it afterwards', async () => {
      const booked = event('ada', '08:00', '08:30');
      await client.ensureEvent(host, booked);
      await client.ensureEvent(host, booked);
      const { title: words, startsAt, endsAt } = booked;
      expect(await client.findEvent(host, booked.uid)).toEqual({ uid: booked.uid, title: words, startsAt, endsAt });
      expect(await client.findEvent(host, uid('nobody'))).toBeNull();
    });

    it('adopts no event of the same uid at another time', async () => {
      expect(await faultOf(client.ensureEvent(host, event('ada', '08:30', '09:00')))).toBe('CONFLICT');
      expect((await client.findEvent(host, uid('ada')))?.startsAt).toEqual(at('08:00'));
    });

    it('keeps the same uid apart in two accounts', async () => {
      const other = await newHost('other');
      await client.ensureEvent(other, event('ada', '10:00', '10:30'));
      expect((await client.findEvent(other, uid('ada')))?.startsAt).toEqual(at('10:00'));
      expect((await client.findEvent(host, uid('ada')))?.startsAt).toEqual(at('08:00'));
    });

    it('tells the busy times that touch the window, joined where they meet, and not cut to it', async () => {
      await client.ensureEvent(host, event('bo', '08:30', '09:00'));
      await client.ensureEvent(host, event('cy', '12:00', '13:00'));
      expect(await busy('00:00', '23:59')).toEqual(['08:00-09:00', '12:00-13:00']);
      expect(await busy('12:10', '12:20')).toEqual(['12:00-13:00']);
      expect(await busy('09:00', '12:00')).toEqual([]);
    });

    it('deletes an event, and twice; its time is free and its uid may come again', async () => {
      await client.ensureEvent(host, event('dee', '15:00', '15:30'));
      await client.deleteEvent(host, uid('dee'));
      await client.deleteEvent(host, uid('dee'));
      expect([await client.findEvent(host, uid('dee')), await busy('14:00', '16:00')]).toEqual([null, []]);
      await client.ensureEvent(host, event('dee', '16:00', '16:30'));
      expect(await busy('14:00', '17:00')).toEqual(['16:00-16:30']);
    });

    it('says that it may not look, where the server would say that nobody is busy', async () => {
      await newHost('stranger');
      const stranger = createCalendarClient({ ...server, authorization: `Basic ${Buffer.from(`stranger@${domain}:${password}`).toString('base64')}` });
      expect(await faultOf(stranger.busyTimes(host, at('00:00'), at('23:59')))).toBe('UNAUTHORIZED');
      expect(await faultOf(stranger.ensureEvent(host, event('spy', '18:00', '18:30')))).toBe('UNAUTHORIZED');
      await stranger.close();
    });

    it('takes an account that is not there for a server that is busy, never for one without appointments', async () => {
      const gone = await newHost('leaver');
      await management.request([['x:Account/set', { destroy: [gone] }]], [z.unknown()]);
      for (const work of [client.busyTimes(gone, at('00:00'), at('23:59')), client.ensureEvent(gone, event('ada', '08:00', '08:30')), client.findEvent(gone, uid('ada'))]) {
        expect(await faultOf(work)).toBe('BUSY');
      }
    });

    it('asks for no reversed window, which the server would answer as free', async () => {
      await expect(client.busyTimes(host, at('12:00'), at('08:00'))).rejects.toThrow(RangeError);
    });
  });
}

describe('sandbox', () => {
  let sandbox: StalwartSandbox;
  let authorization: string;
  const directory = mkdtempSync(join(tmpdir(), 'dezky-calendar-'));
  afterAll(async () => {
    await sandbox.close();
    rmSync(directory, { recursive: true });
  });
  calendarContract('the sandbox', async () => {
    const serviceApiKey = `API_${randomBytes(19).toString('hex')}`;
    authorization = `Bearer ${serviceApiKey}`;
    sandbox = await startStalwartSandbox({ port: 0, directory, adminUser: 'admin', adminPassword: 'recovery', serviceApiKey, defaultHostname: 'mail.platform.test', rsaDelayMs: 0 });
    return { url: sandbox.url, authorization };
  });

  it('adopts its own event after the answer to the first try was lost', async () => {
    const client = createCalendarClient({ url: sandbox.url, authorization });
    const [{ id = '' } = {}] = sandbox.mailboxes();
    const booked = { uid: 'lost@booking.dezky', title: 'Call', description: '', startsAt: new Date('2031-03-05T08:00:00Z'), endsAt: new Date('2031-03-05T08:30:00Z') };
    sandbox.faults.add({ match: { body: /CalendarEvent\/set/ }, kind: 'answer-lost', times: 1 });
    await expect(client.ensureEvent(id, booked)).rejects.toMatchObject({ fault: 'UNREACHABLE' });
    await client.ensureEvent(id, booked);
    expect(sandbox.calendarEvents().filter(({ uid }) => uid === booked.uid)).toHaveLength(1);
    await client.close();
  });
});

const { STALWART_URL: url, STALWART_AUTHORIZATION: authorization } = process.env;
if (url !== undefined && authorization !== undefined) calendarContract(url, () => Promise.resolve({ url, authorization }));

import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Actor, type TenantRole, publicActor } from '@dezky/kit/context/actor';
import { ActorSigner, ActorVerifier, generateActorKey } from '@dezky/kit/context/actor-token';
import { newId } from '@dezky/kit/database/id';
import { createLogger } from '@dezky/kit/log/logger';
import { Peers } from '@dezky/kit/peer/peers';
import type { Subgraph } from '@dezky/kit/server/subgraph';
import { WorkflowEngine } from '@dezky/kit/workflow/workflow-engine';
import { sharedRsaKeys } from '@dezky/sandbox/rsa-keys';
import { type StalwartSandbox, startStalwartSandbox } from '@dezky/sandbox/stalwart/stalwart-sandbox';
import { freshDatabase } from '@dezky/stack/fresh-database.fixture';
import { migrations } from '../migrations/index';
import { createBookingSubgraph } from './booking-subgraph';
import { createCalendarClient } from './calendar/calendar-client';
import { readBookingConfig } from './config';

const serviceApiKey = 'API_of-the-booking-spec';
const keys = ['gateway', 'stack', 'booking'].map(generateActorKey);
const signer = (issuer: string): ActorSigner => new ActorSigner(keys.find((key) => key.issuer === issuer) as never);

interface Slot {
  readonly startsAt: string;
  readonly endsAt: string;
}
interface BookAnswer {
  readonly __typename: string;
  readonly booking?: { id: string; startsAt: string; endsAt: string; state: string };
  readonly nextFree?: Slot | null;
  readonly message?: string;
  readonly path?: string[];
}
interface BookingData {
  readonly id: string;
  readonly startsAt: string;
  readonly state: string;
  readonly page: { slug: string };
  readonly attendee: { name: string; email: string };
  readonly workflow: { id: string; state: string; steps: { name: string; state: string; lastError: string | null }[] };
}
/** A tenant with one page and its host. */
interface Place {
  readonly tenantId: string;
  readonly slug: string;
  readonly hostMemberId: string;
  readonly accountId: string;
}

describe('booking subgraph', () => {
  const home = mkdtempSync(join(tmpdir(), 'dezky-booking-'));
  const log = createLogger({ name: 'booking-spec', level: 'silent' });
  const audit: { action: string; actor: { name: string }; summary: string }[] = [];
  /** Member id → account at the mail server, as mail would say. */
  const accounts = new Map<string, string>();
  const closers: (() => Promise<void>)[] = [];
  let stalwart: StalwartSandbox;
  let booking: Subgraph;

  beforeAll(async () => {
    const database = await freshDatabase('booking', { migrations, workflows: true });
    closers.push(() => database.stop());
    stalwart = await startStalwartSandbox({ port: 0, directory: join(home, 'stalwart'), adminUser: 'admin', adminPassword: 'admin', serviceApiKey, defaultHostname: 'mail.dezky.test', rsaDelayMs: 0, rsaKeys: sharedRsaKeys() });
    closers.push(() => stalwart.close());
    const config = readBookingConfig({ BOOKING_DATABASE_URL: database.url('app'), STALWART_URL: stalwart.url, STALWART_AUTHORIZATION: `Bearer ${serviceApiKey}` });
    const peers = new Peers('booking', signer('booking'), (_subgraph, { query, variables = {} }) => {
      const memberId = String(variables['memberId']);
      if (query.includes('calendarAccount')) return Promise.resolve({ data: { calendarAccount: accounts.get(memberId) ?? null } });
      if (query.includes('memberName')) return Promise.resolve({ data: { memberName: accounts.has(memberId) ? 'Olivia Berg' : null } });
      audit.push(...(JSON.parse(String(variables['records'])) as typeof audit));
      return Promise.resolve({ data: { recordAudit: true } });
    });
    booking = await createBookingSubgraph({ config, encryptionKey: randomBytes(32).toString('base64'), verifier: new ActorVerifier(keys), peers, log, patience: { tries: 3, backoff: () => 50 } });
    closers.push(() => booking.stop());
    if (!booking.workflows) throw new Error('booking hosts no workflows');
    const engine = await WorkflowEngine.launch({ url: database.url('workflow'), hosted: [booking.workflows], log, pollMs: 50, lostLock: () => undefined });
    closers.push(() => engine.stop());
    booking.start();
  }, 90_000);
  afterAll(async () => {
    for (let close = closers.pop(); close; close = closers.pop()) await close();
    rmSync(home, { recursive: true });
  }, 30_000);

  const ask = async (actor: Actor, query: string, variables: Record<string, unknown> = {}): Promise<{ data: Record<string, unknown>; errors: unknown[] }> => {
    const result = await booking.answer({ query, variables, actorToken: await signer(actor.kind === 'PEER' ? actor.peer : 'gateway').sign(actor), requestId: 'spec', ipAddress: null });
    return { data: JSON.parse(JSON.stringify(result.data ?? {})) as Record<string, unknown>, errors: (result.errors ?? []).map((error) => error.extensions['code']) };
  };
  const user = (tenantId: string, role: TenantRole, memberId = newId()): Actor => ({ kind: 'USER', userId: newId(), email: 'somebody@example.com', name: 'Somebody', memberships: [{ memberId, tenantId, role }], operator: false, passwordChangeRequired: false });

  const jmap = async (method: string, args: object): Promise<{ created: { o: { id: string } } }> => {
    const answer = await fetch(`${stalwart.url}/jmap`, { method: 'POST', headers: { authorization: `Bearer ${serviceApiKey}`, 'content-type': 'application/json' }, body: JSON.stringify({ using: ['urn:stalwart:jmap'], methodCalls: [[method, args, 'c']] }) });
    return ((await answer.json()) as { methodResponses: [[string, { created: { o: { id: string } } }]] }).methodResponses[0][1];
  };
  const newPlace = async (durationMinutes = 30): Promise<Place> => {
    const slug = `t${randomBytes(4).toString('hex')}`;
    const [tenantId, hostMemberId] = [newId(), newId()];
    const domain = await jmap('x:Domain/set', { create: { o: { name: `${slug}.test` } } });
    const account = await jmap('x:Account/set', { create: { o: { '@type': 'User', name: 'host', domainId: domain.created.o.id } } });
    const accountId = account.created.o.id;
    accounts.set(hostMemberId, accountId);
    const input = { tenantId, tenantSlug: slug, hostMemberId, slug: 'intro', title: 'Introduction', durationMinutes, timeZone: 'Europe/Copenhagen' };
    expect((await ask({ kind: 'PEER', peer: 'stack', tenantId }, 'mutation ($input: OpenBookingPageInput!) { openBookingPage(input: $input) }', { input })).errors).toEqual([]);
    return { tenantId, slug, hostMemberId, accountId };
  };
  const visit = `query ($tenant: String!, $from: DateTime!, $to: DateTime!) { publicBookingPage(tenant: $tenant, page: "intro") { title hostName durationMinutes timeZone slots(from: $from, to: $to) { startsAt endsAt } } }`;
  const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();
  const slotsOf = async ({ slug }: Place): Promise<Slot[]> => {
    const { data, errors } = await ask(publicActor, visit, { tenant: slug, from: inDays(0), to: inDays(14) });
    expect(errors).toEqual([]);
    return (data['publicBookingPage'] as { slots: Slot[] }).slots;
  };
  const book = async ({ slug }: Place, startsAt: string | undefined, attendeeName = 'Ada Lovelace', attendeeEmail = 'ada@example.com', actor: Actor = publicActor): Promise<BookAnswer> => {
    const query = `mutation ($input: BookSlotInput!) { bookSlot(input: $input) { __typename ... on SlotBooked { booking { id startsAt endsAt state } } ... on SlotTaken { nextFree { startsAt endsAt } } ... on Failure { message path } } }`;
    const { data, errors } = await ask(actor, query, { input: { tenant: slug, page: 'intro', startsAt, attendeeName, attendeeEmail } });
    expect(errors).toEqual([]);
    return data['bookSlot'] as BookAnswer;
  };
  const list = `query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on Tenant { bookings { totalCount edges { node { id startsAt state page { slug } attendee { name email } workflow { id state steps { name state lastError } } } } } } } }`;
  const bookingsOf = async ({ tenantId }: Place, actor = user(tenantId, 'ADMIN')): Promise<BookingData[]> => {
    const { data, errors } = await ask(actor, list, { refs: [{ __typename: 'Tenant', id: tenantId }] });
    expect(errors).toEqual([]);
    return (data['_entities'] as [{ bookings: { edges: { node: BookingData }[] } }])[0].bookings.edges.map(({ node }) => node);
  };
  const eventsOf = ({ accountId }: Place): [string, string][] => stalwart.calendarEvents().filter((event) => event.accountId === accountId).map(({ title, startsAt }) => [title, startsAt]);
  const whole = (time: string | undefined): string => String(time).replace('.000Z', 'Z');
  const appointment = async ({ accountId }: Place, startsAt: string, endsAt: string): Promise<void> => {
    const client = createCalendarClient({ url: stalwart.url, authorization: `Bearer ${serviceApiKey}` });
    await client.ensureEvent(accountId, { uid: newId(), title: 'Dentist', description: '', startsAt: new Date(startsAt), endsAt: new Date(endsAt) }).finally(() => client.close());
  };
  const until = async <T>(look: () => Promise<T | undefined>): Promise<T> => {
    for (;;) {
      const found = await look();
      if (found !== undefined) return found;
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  };

  describe('a page', () => {
    it('is shown to anybody who knows its address, with its host and free times', async () => {
      const place = await newPlace();
      const { data, errors } = await ask(publicActor, visit, { tenant: place.slug, from: inDays(0), to: inDays(14) });
      expect(errors).toEqual([]);
      const { slots, ...page } = data['publicBookingPage'] as { slots: Slot[] };
      expect(page).toEqual({ title: 'Introduction', hostName: 'Olivia Berg', durationMinutes: 30, timeZone: 'Europe/Copenhagen' });
      // Two weeks have at least nine whole working days of sixteen half hours.
      expect(slots.length).toBeGreaterThanOrEqual(9 * 16);
      for (const { startsAt, endsAt } of slots) expect(Date.parse(endsAt) - Date.parse(startsAt)).toBe(30 * 60_000);
    });

    it.each([['unknown', 'intro'], ['', ''], ['%', '%'], ['*', 'intro']])('is null at %s/%s', async (tenant, page) => {
      expect(await ask(publicActor, `query ($tenant: String!, $page: String!) { publicBookingPage(tenant: $tenant, page: $page) { title } }`, { tenant, page })).toEqual({ data: { publicBookingPage: null }, errors: [] });
    });

    it('has no free times where its host has an appointment, however the calendar cuts it', async () => {
      const place = await newPlace();
      const [first, second, third, fourth] = await slotsOf(place);
      await appointment(place, String(second?.startsAt), String(third?.endsAt));
      const after = (await slotsOf(place)).map(({ startsAt }) => startsAt);
      expect(after.slice(0, 2)).toEqual([first?.startsAt, fourth?.startsAt]);
    });

    it('has none at all when its host has no calendar in use', async () => {
      const place = await newPlace();
      const [slot] = await slotsOf(place);
      accounts.delete(place.hostMemberId);
      expect(await slotsOf(place)).toEqual([]);
      expect((await book(place, slot?.startsAt)).__typename).toBe('SlotUnavailable');
    });

    it('says that nobody knows while the calendar does not answer, and shows the rest', async () => {
      const place = await newPlace();
      const mend = stalwart.faults.add({ match: { body: /getAvailability/ }, kind: 'down' });
      const { data, errors } = await ask(publicActor, visit, { tenant: place.slug, from: inDays(0), to: inDays(14) });
      mend();
      expect([data['publicBookingPage'], errors]).toEqual([{ title: 'Introduction', hostName: 'Olivia Berg', durationMinutes: 30, timeZone: 'Europe/Copenhagen', slots: null }, ['BACKEND_UNAVAILABLE']]);
    });

    it.each([[0, 43], [2, 1], [1, 1]])('refuses a window from day %d to day %d', async (from, to) => {
      const place = await newPlace();
      expect((await ask(publicActor, visit, { tenant: place.slug, from: inDays(from), to: inDays(to) })).errors).toEqual(['BAD_USER_INPUT']);
    });
  });

  describe('bookSlot', () => {
    it("writes the booking into the host's calendar before it calls it confirmed, and tells who booked", async () => {
      const place = await newPlace();
      const [slot] = await slotsOf(place);
      const answer = await book(place, slot?.startsAt);
      expect(answer).toMatchObject({ __typename: 'SlotBooked', booking: { startsAt: slot?.startsAt, endsAt: slot?.endsAt, state: 'CONFIRMED' } });
      expect(eventsOf(place)).toEqual([['Introduction: Ada Lovelace', whole(slot?.startsAt)]]);
      expect(await bookingsOf(place)).toMatchObject([{ id: answer.booking?.id, state: 'CONFIRMED', page: { slug: 'intro' }, attendee: { name: 'Ada Lovelace', email: 'ada@example.com' }, workflow: { state: 'SUCCEEDED', steps: [{ name: 'reserve-slot', state: 'DONE' }, { name: 'write-calendar-event', state: 'DONE' }, { name: 'confirm-booking', state: 'DONE' }] } }]);
      expect((await slotsOf(place)).map(({ startsAt }) => startsAt)).not.toContain(slot?.startsAt);
      const entry = await until(() => Promise.resolve(audit.find(({ action, summary }) => action === 'booking.booked' && summary === 'Ada Lovelace booked Introduction')));
      expect(entry.actor.name).toBe('Visitor');
    });

    it('is a booking by a visitor also when somebody is signed in', async () => {
      const place = await newPlace();
      const before = audit.length;
      expect((await book(place, (await slotsOf(place))[0]?.startsAt, 'Ada Lovelace', 'ada@example.com', user(place.tenantId, 'OWNER'))).__typename).toBe('SlotBooked');
      expect((await until(() => Promise.resolve(audit[before]))).actor.name).toBe('Visitor');
    });

    it('tells the second visitor that the time is taken, and the next free one', async () => {
      const place = await newPlace();
      const [first, second] = await slotsOf(place);
      await book(place, first?.startsAt);
      expect(await book(place, first?.startsAt, 'Bo', 'bo@example.com')).toMatchObject({ __typename: 'SlotTaken', nextFree: second, path: ['input', 'startsAt'] });
    });

    it('gives the same booking to the same visitor who sends it again', async () => {
      const place = await newPlace();
      const [slot] = await slotsOf(place);
      const ids = (await Promise.all([1, 2, 3].map(() => book(place, slot?.startsAt)))).map(({ booking: one }) => one?.id);
      ids.push((await book(place, slot?.startsAt)).booking?.id);
      expect([new Set(ids).size, ids[0]]).toEqual([1, expect.any(String)]);
      expect((await book(place, slot?.startsAt, 'Somebody Else')).__typename).toBe('SlotTaken');
      expect(eventsOf(place)).toHaveLength(1);
    });

    it('books once under an idempotency key, and answers the same when it is sent again', async () => {
      const place = await newPlace();
      const [slot] = await slotsOf(place);
      const query = 'mutation ($input: BookSlotInput!) { bookSlot(input: $input) { __typename ... on SlotBooked { booking { id state } } } }';
      const send = async (): Promise<unknown> => {
        const variables = { input: { tenant: place.slug, page: 'intro', startsAt: slot?.startsAt, attendeeName: 'Ada', attendeeEmail: 'ada@example.com' } };
        return JSON.parse(JSON.stringify(await booking.answer({ query, variables, actorToken: await signer('gateway').sign(publicActor), requestId: 'spec', ipAddress: null, idempotencyKey: `key of ${place.slug}` }))) as unknown;
      };
      const [one, other] = await Promise.all([send(), send()]);
      expect(one).toEqual({ data: { bookSlot: { __typename: 'SlotBooked', booking: { id: expect.any(String), state: 'CONFIRMED' } } } });
      expect([other, await send()]).toEqual([one, one]);
      expect(eventsOf(place)).toHaveLength(1);
    });

    it('gives a time to one of many who ask at once', async () => {
      const place = await newPlace();
      const [slot] = await slotsOf(place);
      const answers = await Promise.all(Array.from({ length: 12 }, (_, index) => book(place, slot?.startsAt, 'Visitor', `visitor-${index}@example.com`)));
      expect(answers.map(({ __typename }) => __typename).sort()).toEqual(['SlotBooked', ...Array.from({ length: 11 }, () => 'SlotTaken')]);
      expect([eventsOf(place).length, (await bookingsOf(place)).length]).toEqual([1, 1]);
    });

    it('gives three times at most to one address, also when all are asked for at once', async () => {
      const place = await newPlace();
      const slots = (await slotsOf(place)).slice(0, 6);
      const answers = await Promise.all(slots.map(({ startsAt }) => book(place, startsAt)));
      expect(answers.filter(({ __typename }) => __typename === 'SlotBooked')).toHaveLength(3);
      expect(answers.filter(({ __typename, path }) => __typename === 'InvalidInput' && path?.[1] === 'attendeeEmail')).toHaveLength(3);
      expect((await book(place, (await slotsOf(place))[0]?.startsAt, 'Bo', 'bo@example.com')).__typename).toBe('SlotBooked');
    });

    it.each([
      ['between two times of the page', (slot: Slot) => new Date(Date.parse(slot.startsAt) + 60_000).toISOString()],
      ['past', () => '2020-01-06T09:00:00.000Z'],
      ['beyond the horizon', () => '2099-01-06T09:00:00.000Z'],
    ])('does not offer a time that is %s', async (_what, time) => {
      const place = await newPlace();
      const [slot] = await slotsOf(place);
      expect(await book(place, time(slot as Slot))).toMatchObject({ __typename: 'SlotUnavailable', path: ['input', 'startsAt'] });
      expect(await bookingsOf(place)).toEqual([]);
    });

    it('refuses what is no name and no address, by field, and a page that is not there', async () => {
      const place = await newPlace();
      const [slot] = await slotsOf(place);
      expect(await book(place, slot?.startsAt, '')).toMatchObject({ __typename: 'InvalidInput', path: ['input', 'attendeeName'] });
      expect(await book(place, slot?.startsAt, 'Ada', 'ada')).toMatchObject({ __typename: 'InvalidInput', path: ['input', 'attendeeEmail'] });
      const query = 'mutation ($input: BookSlotInput!) { bookSlot(input: $input) { __typename } }';
      expect((await ask(publicActor, query, { input: { tenant: 'nowhere', page: 'intro', startsAt: slot?.startsAt, attendeeName: 'Ada', attendeeEmail: 'ada@example.com' } })).errors).toEqual(['NOT_FOUND']);
    });

    it('reserves nothing when nobody can say whether the host is free', async () => {
      const place = await newPlace();
      const [slot] = await slotsOf(place);
      const mend = stalwart.faults.add({ match: { path: /jmap/ }, kind: 'down' });
      const query = 'mutation ($input: BookSlotInput!) { bookSlot(input: $input) { __typename } }';
      const { errors } = await ask(publicActor, query, { input: { tenant: place.slug, page: 'intro', startsAt: slot?.startsAt, attendeeName: 'Ada', attendeeEmail: 'ada@example.com' } });
      mend();
      expect(errors).toEqual(['BACKEND_UNAVAILABLE']);
      expect(await bookingsOf(place)).toEqual([]);
    });

    it('writes one event when the answer to the first try is lost', async () => {
      const place = await newPlace();
      const [slot] = await slotsOf(place);
      stalwart.faults.add({ match: { body: /CalendarEvent\/set/ }, kind: 'answer-lost', times: 1 });
      expect((await book(place, slot?.startsAt)).booking?.state).toBe('CONFIRMED');
      expect(eventsOf(place)).toHaveLength(1);
    });

    it('keeps the time of a booking that cannot be written, until it is retried or undone', async () => {
      const place = await newPlace();
      const [first, second] = await slotsOf(place);
      const mend = stalwart.faults.add({ match: { body: /CalendarEvent\/set/ }, kind: 'down' });
      for (const slot of [first, second]) expect((await book(place, slot?.startsAt)).booking?.state).toBe('CALENDAR_FAILED');
      const [one, other] = await bookingsOf(place);
      expect(one?.workflow).toMatchObject({ state: 'NEEDS_ATTENTION', steps: [{ state: 'DONE' }, { state: 'FAILED', lastError: 'Stalwart cannot be reached.' }, { state: 'PLANNED' }] });
      expect((await slotsOf(place)).map(({ startsAt }) => startsAt)).not.toContain(first?.startsAt);
      mend();
      const resume = `mutation ($id: ID!, $direction: String!) { resumeBookingWorkflow(workflowId: $id, direction: $direction) { outcome workflow { state } } }`;
      const admin = user(place.tenantId, 'ADMIN');
      // The circuit breaker leaves the server alone for a moment after so many failures.
      await until(async () => ((await ask(publicActor, visit, { tenant: place.slug, from: inDays(0), to: inDays(14) })).errors.length === 0 ? true : undefined));
      expect((await ask(user(place.tenantId, 'MEMBER'), resume, { id: one?.workflow.id, direction: 'FORWARD' })).errors).toEqual(['FORBIDDEN']);
      expect((await ask(user(newId(), 'ADMIN'), resume, { id: one?.workflow.id, direction: 'FORWARD' })).data).toEqual({ resumeBookingWorkflow: null });
      expect((await ask(admin, resume, { id: one?.workflow.id, direction: 'FORWARD' })).data).toEqual({ resumeBookingWorkflow: { outcome: 'RESUMED', workflow: { state: 'SUCCEEDED' } } });
      expect((await ask(admin, resume, { id: other?.workflow.id, direction: 'UNDO' })).data).toEqual({ resumeBookingWorkflow: { outcome: 'RESUMED', workflow: { state: 'UNDONE' } } });
      expect((await bookingsOf(place)).map(({ state }) => state)).toEqual(['CONFIRMED', 'CANCELLED']);
      expect(eventsOf(place)).toEqual([['Introduction: Ada Lovelace', whole(first?.startsAt)]]);
      expect((await slotsOf(place))[0]).toEqual(second);
      expect((await book(place, second?.startsAt, 'Bo', 'bo@example.com')).__typename).toBe('SlotBooked');
    }, 60_000);
  });

  describe('the bookings of a tenant', () => {
    it('are seen by its admins, its own by a host, none by another member, and by nobody elsewhere', async () => {
      const [place, elsewhere] = [await newPlace(), await newPlace()];
      await book(place, (await slotsOf(place))[0]?.startsAt);
      expect(await bookingsOf(place, user(place.tenantId, 'OWNER'))).toHaveLength(1);
      expect(await bookingsOf(place, user(place.tenantId, 'MEMBER', place.hostMemberId))).toHaveLength(1);
      expect(await bookingsOf(place, user(place.tenantId, 'MEMBER'))).toEqual([]);
      expect(await bookingsOf(elsewhere)).toEqual([]);
      expect((await ask(user(elsewhere.tenantId, 'OWNER'), list, { refs: [{ __typename: 'Tenant', id: place.tenantId }] })).errors).toEqual(['NOT_FOUND']);
      expect((await ask(publicActor, list, { refs: [{ __typename: 'Tenant', id: place.tenantId }] })).errors).toEqual(['UNAUTHENTICATED']);
    });

    it('come in pages by their beginning, past ones left out where that is asked', async () => {
      const place = await newPlace();
      const slots = (await slotsOf(place)).slice(0, 3);
      for (const [index, { startsAt }] of slots.entries()) await book(place, startsAt, 'Visitor', `v${index}@example.com`);
      const query = `query ($refs: [_Any!]!, $after: String, $endsAfter: DateTime!) { _entities(representations: $refs) { ... on Tenant { bookings(first: 2, after: $after, filter: { endsAfter: $endsAfter }) { totalCount edges { node { startsAt } } pageInfo { endCursor hasNextPage } } } } }`;
      const page = async (after: string | null, endsAfter: string): Promise<{ totalCount: number; edges: { node: { startsAt: string } }[]; pageInfo: { endCursor: string; hasNextPage: boolean } }> =>
        ((await ask(user(place.tenantId, 'ADMIN'), query, { refs: [{ __typename: 'Tenant', id: place.tenantId }], after, endsAfter })).data['_entities'] as [{ bookings: never }])[0].bookings;
      const one = await page(null, inDays(0));
      const two = await page(one.pageInfo.endCursor, inDays(0));
      expect([one.totalCount, one.pageInfo.hasNextPage, two.pageInfo.hasNextPage]).toEqual([3, true, false]);
      expect([...one.edges, ...two.edges].map(({ node }) => node.startsAt)).toEqual(slots.map(({ startsAt }) => startsAt));
      expect((await page(null, String(slots[0]?.endsAt))).totalCount).toBe(2);
    });
  });
});

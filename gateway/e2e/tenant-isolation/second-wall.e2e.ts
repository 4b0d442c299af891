import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publicActor } from '@dezky/kit/context/actor';
import type { PageRequest } from '@dezky/kit/database/keyset';
import { keysetPage } from '@dezky/kit/database/keyset';
import type { Db } from '@dezky/kit/database/rows';
import { createLogger } from '@dezky/kit/log/logger';
import { type Credential, type TestStack, type TestTenant, startTestStack } from '@dezky/stack/test-stack.fixture';
import { startStack } from '@dezky/stack/start-stack';
import { Client } from 'pg';

// The first wall is taken down in these repositories: no statement of theirs has a condition on the tenant any more.
jest.mock('@dezky/identity/member/member.repository', () => {
  const { MemberEntity } = jest.requireActual<typeof import('@dezky/identity/member/member.entity')>('@dezky/identity/member/member.entity');
  const order = { column: 'member.id', idColumn: 'member.id', direction: 'ASC' as const, cast: 'text' as const, value: ({ id }: { id: string }) => id };
  return {
    ...jest.requireActual<object>('@dezky/identity/member/member.repository'),
    memberPage: (db: Db, { first, after = null }: PageRequest) => keysetPage(db.createQueryBuilder(MemberEntity, 'member'), { first, after }, order),
    countMembers: (db: Db) => db.count(MemberEntity),
  };
});
jest.mock('@dezky/identity/audit/audit.repository', () => {
  const { AuditEntryEntity } = jest.requireActual<typeof import('@dezky/identity/audit/audit-entry.entity')>('@dezky/identity/audit/audit-entry.entity');
  const order = { column: 'entry.id', idColumn: 'entry.id', direction: 'DESC' as const, cast: 'text' as const, value: ({ id }: { id: string }) => id };
  return {
    ...jest.requireActual<object>('@dezky/identity/audit/audit.repository'),
    auditPage: (db: Db, _tenantId: string, request: PageRequest) => keysetPage(db.createQueryBuilder(AuditEntryEntity, 'entry'), request, order),
    countAudit: (db: Db) => db.count(AuditEntryEntity),
  };
});
jest.mock('@dezky/storage/drive/drive.repository', () => {
  const { DriveEntity } = jest.requireActual<typeof import('@dezky/storage/drive/drive.entity')>('@dezky/storage/drive/drive.entity');
  const order = { column: 'drive.id', idColumn: 'drive.id', direction: 'ASC' as const, cast: 'text' as const, value: ({ id }: { id: string }) => id };
  return {
    ...jest.requireActual<object>('@dezky/storage/drive/drive.repository'),
    drivePage: (db: Db, _tenantId: string, request: PageRequest) => keysetPage(db.createQueryBuilder(DriveEntity, 'drive'), request, order),
    countDrives: (db: Db) => db.count(DriveEntity),
  };
});
jest.mock('@dezky/booking/booking/booking.repository', () => {
  const { BookingEntity } = jest.requireActual<typeof import('@dezky/booking/booking/booking.entity')>('@dezky/booking/booking/booking.entity');
  const order = { column: 'booking.id', idColumn: 'booking.id', direction: 'ASC' as const, cast: 'text' as const, value: ({ id }: { id: string }) => id };
  return {
    ...jest.requireActual<object>('@dezky/booking/booking/booking.repository'),
    bookingPage: (db: Db, _search: object, request: PageRequest) => keysetPage(db.createQueryBuilder(BookingEntity, 'booking'), request, order),
    countBookings: (db: Db) => db.count(BookingEntity),
  };
});

const query = `query ($slug: String!) { tenant(slug: $slug) {
  members(first: 100) { totalCount edges { node { user { email } } } }
  auditLog(first: 100) { totalCount edges { node { summary } } }
  storage { drives(first: 100) { totalCount edges { node { name } } } }
  bookings(first: 100) { totalCount edges { node { attendee { name } } } }
} }`;

interface Answer {
  readonly tenant: {
    readonly members: { readonly totalCount: number; readonly edges: readonly { readonly node: { readonly user: { readonly email: string } } }[] };
    readonly auditLog: { readonly totalCount: number; readonly edges: readonly { readonly node: { readonly summary: string } }[] };
    readonly bookings: { readonly totalCount: number; readonly edges: readonly { readonly node: { readonly attendee: { readonly name: string } } }[] };
    readonly storage: { readonly drives: { readonly totalCount: number; readonly edges: readonly { readonly node: { readonly name: string } }[] } };
  };
}

describe('row-level security as the only wall', () => {
  let stack: TestStack;
  let tenants: TestTenant[];
  let admins: Credential[];

  beforeAll(async () => {
    // Hundreds of requests at once are the point of one of these, not the budget.
    stack = await startTestStack({ demo: true, environment: { BUDGET_USER: '9999999/9999999' } });
    tenants = [];
    for (const slug of ['initech', 'hooli']) {
      tenants.push(await stack.newTenant({ slug, members: ['owner', 'member'].map((localPart) => ({ localPart, displayName: `${localPart} of ${slug}`, role: localPart === 'owner' ? ('OWNER' as const) : ('MEMBER' as const) })) }));
    }
    for (const tenant of tenants) await bookSomething(tenant);
    admins = await Promise.all(tenants.map(async ({ email }) => ({ token: await stack.tokenOf(email('owner')) })));
  }, 120_000);
  afterAll(() => stack.stop());

  const bookSomething = async ({ id: tenantId, slug, email }: TestTenant): Promise<void> => {
    const hostMemberId = (await stack.actorOf(email('owner')))?.memberships[0]?.memberId;
    const page = { tenantId, tenantSlug: slug, hostMemberId, slug: 'call', title: 'Call', durationMinutes: 30, timeZone: 'Europe/Oslo' };
    await stack.peers.ask('booking', 'mutation ($input: OpenBookingPageInput!) { openBookingPage(input: $input) }', { input: page }, { tenantId, requestId: 'test' });
    const [from, to] = [0, 14].map((days) => new Date(Date.now() + days * 86_400_000).toISOString());
    const { data } = await stack.runAs(publicActor, 'query ($slug: String!, $from: DateTime!, $to: DateTime!) { publicBookingPage(tenant: $slug, page: "call") { slots(from: $from, to: $to) { startsAt } } }', { slug, from, to });
    const [slot] = (data as { publicBookingPage: { slots: { startsAt: string }[] } }).publicBookingPage.slots;
    const input = { tenant: slug, page: 'call', startsAt: slot?.startsAt, attendeeName: `Visitor of ${slug}`, attendeeEmail: `visitor@${slug}.example` };
    const booked = await stack.runAs(publicActor, 'mutation ($input: BookSlotInput!) { bookSlot(input: $input) { __typename } }', { input });
    expect(booked.data).toEqual({ bookSlot: { __typename: 'SlotBooked' } });
  };
  const ask = async (credential: Credential, slug: string): Promise<Answer['tenant']> => {
    const { data, errors } = await stack.graphql(credential, query, { slug });
    expect(errors).toEqual([]);
    return (data as unknown as Answer).tenant;
  };
  const everyText = ({ members, auditLog, storage, bookings }: Answer['tenant']): string[] => [...bookings.edges.map(({ node }) => node.attendee.name), ...members.edges.map(({ node }) => node.user.email), ...auditLog.edges.map(({ node }) => node.summary), ...storage.drives.edges.map(({ node }) => node.name)];

  it('shows every tenant to an operator: the conditions are really gone', async () => {
    const tenant = await ask({ token: await stack.tokenOf('operator@dezky.test') }, 'initech');
    expect(tenant.members.totalCount).toBe(8);
    for (const word of ['owner@initech.test', 'owner@hooli.test', 'admin@acme.test', 'owner of hooli', 'Visitor of hooli']) expect(everyText(tenant)).toContain(word);
    expect(tenant.auditLog.edges.some(({ node }) => node.summary.includes('hooli.test'))).toBe(true);
  });

  it('shows an owner their own tenant and nothing else', async () => {
    const tenant = await ask(admins[0] ?? null, 'initech');
    expect(tenant.members.edges.map(({ node }) => node.user.email).sort()).toEqual(['member@initech.test', 'owner@initech.test']);
    expect([tenant.members.totalCount, tenant.auditLog.totalCount, tenant.storage.drives.totalCount, tenant.bookings.totalCount]).toEqual([2, tenant.auditLog.edges.length, 2, 1]);
    for (const text of everyText(tenant)) expect(text).not.toMatch(/hooli|acme|globex/);
  });

  it('shows the staff of a partner the tenants the partner looks after, all of them and no other', async () => {
    const { members } = await ask({ token: await stack.tokenOf('staff@northwind.test') }, 'acme');
    expect(members.edges.map(({ node }) => node.user.email).sort()).toEqual(['admin@acme.test', 'member@acme.test', 'owner@acme.test', 'owner@globex.test']);
  });

  it('never mixes tenants up over the few connections of a pool, in hundreds of requests at once', async () => {
    const slugs = ['initech', 'hooli'];
    const answers = await Promise.all(Array.from({ length: 300 }, async (_, index) => ({ slug: slugs[index % 2] ?? '', tenant: await ask(admins[index % 2] ?? null, slugs[index % 2] ?? '') })));
    for (const { slug, tenant } of answers) {
      const other = slug === 'initech' ? 'hooli' : 'initech';
      expect(tenant.members.totalCount).toBe(2);
      expect(everyText(tenant).filter((text) => text.includes(other))).toEqual([]);
    }
  }, 60_000);

  describe('the start is refused', () => {
    const start = async (): Promise<unknown> => {
      const home = mkdtempSync(join(tmpdir(), 'dezky-refused-'));
      const postgres = { url: stack.databaseUrl, roles: stack.secrets.roles };
      try {
        const started = await startStack({ home, port: 0, log: createLogger({ name: 'refused', level: 'silent' }), sandboxes: stack.places, postgres });
        await started.stop();
        return null;
      } catch (error) {
        return error;
      } finally {
        rmSync(home, { recursive: true, force: true });
      }
    };
    const sql = async (text: string, role?: 'superuser'): Promise<void> => {
      const client = new Client({ connectionString: role ? stack.databaseUrl() : stack.databaseUrl('mail_owner', stack.secrets.roles['mail']?.owner) });
      await client.connect();
      await client.query(text).finally(() => client.end());
    };

    const own = `create policy tenant on mail.leaky using (tenant_id = any ((select mail.reached())::text[]) or (select mail.reached()) = array['*']) with check (tenant_id = any ((select mail.reached())::text[]) or (select mail.reached()) = array['*'])`;
    const walled = 'alter table mail.leaky enable row level security; alter table mail.leaky force row level security;';
    it.each([
      ['has no policy', ''],
      ['has a policy and does not enforce it', `${own};`],
      ['lets everything through', `${walled} create policy tenant on mail.leaky using (true) with check (true);`],
      ['reads what it should and writes what it likes', `${walled} ${own.replace(/with check.*/, 'with check (true)')};`],
      ['has a second, wider policy', `${walled} ${own}; create policy wider on mail.leaky using (true);`],
    ])('when a tenant-owned table %s', async (_what, policy) => {
      await sql(`create table mail.leaky (id text primary key, tenant_id text not null); ${policy}`);
      try {
        expect(await start()).toMatchObject({ name: 'FenceError', message: expect.stringContaining('leaky') as string });
      } finally {
        await sql('drop table mail.leaky');
      }
    });

    it.each([
      ['superuser', 'alter role mail_app superuser', 'alter role mail_app nosuperuser'],
      ['a role that bypasses row-level security', 'alter role mail_app bypassrls', 'alter role mail_app nobypassrls'],
      ['a member of the owner', 'grant mail_owner to mail_app', 'revoke mail_owner from mail_app'],
      ['an owner of a table', 'create table mail.own (id text); grant create on schema mail to mail_app; alter table mail.own owner to mail_app', 'revoke create on schema mail from mail_app; drop table mail.own'],
    ])('when the role of requests is %s', async (_what, widen, narrow) => {
      await sql(widen, 'superuser');
      try {
        expect(await start()).toMatchObject({ name: 'FenceError', message: expect.stringContaining('mail_app') as string });
      } finally {
        await sql(narrow, 'superuser');
      }
    });
  });
});

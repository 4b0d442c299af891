import { randomBytes } from 'node:crypto';
import type { Actor } from '@dezky/kit/context/actor';
import { newId } from '@dezky/kit/database/id';
import { type RunningMail, identity, runMail, user } from './running-mail.fixture';

describe('mail subgraph', () => {
  let running: RunningMail;
  let stalwart: RunningMail['stalwart'];
  let dns: RunningMail['dns'];

  beforeAll(async () => {
    running = await runMail();
    ({ stalwart, dns } = running);
  }, 90_000);
  afterAll(() => running.stop(), 30_000);

  const ask: RunningMail['ask'] = (actor, query, variables) => running.ask(actor, query, variables);
  const refer = (tenantId: string): Record<string, unknown> => ({ refs: [{ __typename: 'Tenant', id: tenantId }] });

  const add = `mutation ($input: AddDomainInput!) { addDomain(input: $input) { __typename
    ... on DomainAdded { domain { id name isPrimary status recordsToFix records { kind type host value required state } } }
    ... on DomainTaken { name } ... on InvalidInput { message path } } }`;
  const recheck = `mutation ($input: DomainInput!) { recheckDomain(input: $input) { ... on DomainRechecked { domain { id status recordsToFix records { kind required state found advice } } } } }`;

  interface DomainData {
    readonly id: string;
    readonly status: string;
    readonly recordsToFix: number;
    readonly records: { type: string; host: string; value: string; state: string; found: string[]; advice: string | null }[];
  }
  const addDomain = async (actor: Actor, tenantId: string, name: string): Promise<{ __typename: string; domain: DomainData }> => {
    const { data, errors } = await ask(actor, add, { input: { tenantId, name } });
    expect(errors).toEqual([]);
    return data['addDomain'] as never;
  };
  const recheckDomain = async (actor: Actor, domainId: string): Promise<DomainData> => ((await ask(actor, recheck, { input: { domainId } })).data['recheckDomain'] as { domain: DomainData }).domain;
  const publish = (name: string, records: readonly { type: string; host: string; value: string }[]): void =>
    dns.putRecords(name, records.map(({ host, type, value }) => `${host}. IN ${type} ${type === 'TXT' ? (value.match(/.{1,255}/g) ?? []).map((part) => `"${part}"`).join(' ') : `${value}.`}`).join('\n'));
  /** A tenant with a verified primary domain. */
  const verified = async (): Promise<{ tenantId: string; name: string; domainId: string }> => {
    const tenantId = newId();
    const name = `v-${randomBytes(4).toString('hex')}.test`;
    const { domain } = await running.ownedDomain(tenantId, name);
    publish(name, domain.records);
    expect((await recheckDomain(user(tenantId), domain.id)).status).toBe('VERIFIED');
    return { tenantId, name, domainId: domain.id };
  };

  describe('addDomain', () => {
    it('stops where the list of domains ends, and says so at the name', async () => {
      const tenantId = newId();
      await running.sql(`insert into mail.domains (id, tenant_id, name, is_primary, status, challenge_token, dmarc_policy, strict_spf, created_at) select $1 || n, $1, 'd' || n || '-' || lower($1) || '.test', n = 1, 'VERIFIED', 'x', 'NONE', false, now() from generate_series(1, 49) n`, [tenantId]);
      const admin = user(tenantId);
      const [one, other] = await Promise.all([addDomain(admin, tenantId, `x-${tenantId}.test`), addDomain(admin, tenantId, `y-${tenantId}.test`)]);
      expect([one.__typename, other.__typename].sort()).toEqual(['DomainAdded', 'InvalidInput']);
      expect([one, other]).toContainEqual({ __typename: 'InvalidInput', message: 'A tenant can have 50 domains, and this one has them already.', path: ['input', 'name'] });
      const { data, errors } = await ask(admin, 'query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on Tenant { domains { id } } } }', refer(tenantId));
      expect([errors, (data['_entities'] as { domains: unknown[] }[])[0]?.domains.length]).toEqual([[], 50]);
    });

    it('creates the domain at the mail server once it is shown to be theirs, and lists the records to publish', async () => {
      const { domain, workflow } = await running.ownedDomain(newId(), 'Blåbær.test.');
      expect(workflow?.steps.map(({ name, state }) => [name, state])).toEqual([
        ['reserve-domain', 'DONE'],
        ['create-stalwart-domain', 'DONE'],
        ['await-dkim-keys', 'DONE'],
        ['read-records', 'DONE'],
      ]);
      expect(domain).toMatchObject({ name: 'xn--blbr-roah.test', status: 'PENDING', recordsToFix: 5 });
      expect(domain.records.map(({ kind, required }) => [kind, required])).toEqual([
        ['OWNERSHIP', true],
        ['MX', true],
        ['SPF', true],
        ['DKIM', true],
        ['DKIM', true],
        ['DMARC', true],
        ['AUTODISCOVERY', false],
        ['AUTODISCOVERY', false],
        ['AUTODISCOVERY', false],
      ]);
      expect(stalwart.domains().some(({ name }) => name === 'xn--blbr-roah.test')).toBe(true);
    });

    it.each([
      ['', /Enter a domain/],
      ['https://acme.com', /without https/],
      ['localhost', /not complete/],
      ['-bad-.com', /not a domain name/],
      ['192.0.2.1', /IP address/],
      ['co.uk', /ending under which/],
      ['gmail.com', /everybody has a mailbox/],
      ['Yahoo.co.uk', /everybody has a mailbox/],
      ['web.de', /everybody has a mailbox/],
      ['github.io', /ending under which/],
      ['shop.dezky.test', /platform itself/],
    ])('refuses %j with the reason', async (name, reason) => {
      const tenantId = newId();
      const { data } = await ask(user(tenantId), add, { input: { tenantId, name } });
      expect(data['addDomain']).toMatchObject({ __typename: 'InvalidInput', path: ['input', 'name'], message: expect.stringMatching(reason) as string });
    });
  });

  describe('recheckDomain', () => {
    it('turns each record from missing to right, and the domain to verified', async () => {
      const tenantId = newId();
      const { domain } = await running.ownedDomain(tenantId, 'recheck.test');
      dns.removeRecord('recheck.test', '_dezky-challenge.recheck.test', 'TXT');
      const missing = await recheckDomain(user(tenantId), domain.id);
      expect(missing).toMatchObject({ status: 'PENDING', recordsToFix: 6 });
      expect(missing.records.every(({ state, advice }) => state === 'BAD' && advice !== null)).toBe(true);
      publish('recheck.test', domain.records);
      const right = await recheckDomain(user(tenantId), domain.id);
      expect(right).toMatchObject({ status: 'VERIFIED', recordsToFix: 0 });
      expect(right.records.every(({ state, advice, found }) => state === 'OK' && advice === null && found.length > 0)).toBe(true);
    });

    it('says what went wrong afterwards, and gates on required records alone', async () => {
      const { tenantId, name, domainId } = await verified();
      dns.removeRecord(name, `_imaps._tcp.${name}`, 'SRV');
      expect(await recheckDomain(user(tenantId), domainId)).toMatchObject({ status: 'VERIFIED', recordsToFix: 0 });
      dns.putRecords(name, `${name}. IN MX 10 elsewhere.example.\n`);
      expect(await recheckDomain(user(tenantId), domainId)).toMatchObject({ status: 'NEEDS_ATTENTION', recordsToFix: 1 });
    });

    it('does not hold silence of the name servers against the domain', async () => {
      const { tenantId, name, domainId } = await verified();
      dns.queryFaults.add({ suffix: name, kind: 'servfail' });
      const checked = await recheckDomain(user(tenantId), domainId);
      dns.queryFaults.clear();
      expect([checked.status, checked.recordsToFix, new Set(checked.records.map(({ state }) => state))]).toEqual(['VERIFIED', 0, new Set(['UNKNOWN'])]);
    });

    it('finds no domain of another tenant', async () => {
      const { domainId } = await verified();
      expect((await ask(user(newId()), recheck, { input: { domainId } })).errors).toEqual([expect.stringMatching(/^NOT_FOUND/)]);
    });
  });

  describe('mailboxes', () => {
    const provision = `mutation ($input: ProvisionMailboxInput!) { provisionMailbox(input: $input) { id state } }`;
    const state = `query ($memberId: ID!) { mailboxState(memberId: $memberId) }`;
    const change = (field: string): string => `mutation ($memberId: ID!) { ${field}(memberId: $memberId) }`;
    const offer = `query ($tenantId: ID!, $localPart: String!) { mailboxOffer(tenantId: $tenantId, localPart: $localPart) { address domain taken verified } }`;
    const signIn = async (address: string, password: string): Promise<number> =>
      (await fetch(`${stalwart.url}/jmap/session`, { headers: { authorization: `Basic ${Buffer.from(`${address}:${password}`).toString('base64')}` } })).status;
    const password = 'kxvm-2h7q-9ztd-wbne';

    it('offers addresses on the primary domain', async () => {
      const { tenantId, name } = await verified();
      expect((await ask(identity(tenantId), offer, { tenantId, localPart: 'Anna' })).data['mailboxOffer']).toEqual({ address: `anna@${name}`, domain: name, taken: false, verified: true });
      const without = newId();
      expect((await ask(identity(without), offer, { tenantId: without, localPart: 'anna' })).data['mailboxOffer']).toBeNull();
    });

    it('follows a member from the first day to the last', async () => {
      const { tenantId, name } = await verified();
      const memberId = newId();
      const address = `anna@${name}`;
      const input = { tenantId, memberId, address, displayName: 'Anna', password };
      const states: unknown[] = [(await ask(identity(tenantId), state, { memberId })).data['mailboxState']];
      const first = await ask(identity(tenantId), provision, { input });
      expect(first.errors).toEqual([]);
      expect((await ask(identity(tenantId), provision, { input })).data).toEqual(first.data);
      for (const field of ['', 'freezeMailbox', 'freezeMailbox', 'unfreezeMailbox', 'removeMailbox', 'removeMailbox']) {
        if (field !== '') expect((await ask(identity(tenantId), change(field), { memberId })).errors).toEqual([]);
        states.push((await ask(identity(tenantId), state, { memberId })).data['mailboxState'], await signIn(address, password));
      }
      expect(states).toEqual([null, 'ACTIVE', 200, 'FROZEN', 403, 'FROZEN', 403, 'ACTIVE', 200, null, 401, null, 401]);
      expect((await ask(identity(tenantId), offer, { tenantId, localPart: 'anna' })).data['mailboxOffer']).toMatchObject({ taken: false });
    });

    it("tells booking the account with a member's calendar, while it is in use", async () => {
      const { tenantId, name } = await verified();
      const memberId = newId();
      const booking = (inTenant: string): Promise<unknown> =>
        ask({ kind: 'PEER', peer: 'booking', tenantId: inTenant }, 'query ($memberId: ID!) { calendarAccount(memberId: $memberId) }', { memberId }).then(({ data }) => data['calendarAccount']);
      expect(await booking(tenantId)).toBeNull();
      await ask(identity(tenantId), provision, { input: { tenantId, memberId, address: `anna@${name}`, displayName: 'Anna', password } });
      const account = stalwart.mailboxes().find(({ address }) => address === `anna@${name}`)?.id;
      expect([await booking(tenantId), await booking(newId())]).toEqual([account, null]);
      await ask(identity(tenantId), change('freezeMailbox'), { memberId });
      expect(await booking(tenantId)).toBeNull();
      await ask(identity(tenantId), change('unfreezeMailbox'), { memberId });
      expect(await booking(tenantId)).toBe(account);
    });

    it('removes also what was made by an attempt that died before it kept the account', async () => {
      const { tenantId, name } = await verified();
      const memberId = newId();
      stalwart.faults.add({ match: { body: new RegExp(`"name":"half"`) }, kind: 'answer-lost', times: 1 });
      const input = { tenantId, memberId, address: `half@${name}`, displayName: 'Half', password };
      expect((await ask(identity(tenantId), provision, { input })).errors).toEqual([expect.stringMatching(/^BACKEND_UNAVAILABLE/)]);
      expect(stalwart.mailboxes().some(({ address }) => address === `half@${name}`)).toBe(true);
      await ask(identity(tenantId), change('removeMailbox'), { memberId });
      expect(stalwart.mailboxes().some(({ address }) => address === `half@${name}`)).toBe(false);
    });

    it('gives a found account the new password', async () => {
      const { tenantId, name } = await verified();
      const input = { tenantId, memberId: newId(), address: `again@${name}`, displayName: 'Again', password };
      await ask(identity(tenantId), provision, { input });
      await ask(identity(tenantId), provision, { input: { ...input, password: `${password}-new` } });
      expect([await signIn(input.address, password), await signIn(input.address, `${password}-new`)]).toEqual([401, 200]);
    });

    it('shows a member their mailbox, and an admin that of the tenant, and nobody else', async () => {
      const { tenantId, name } = await verified();
      const [memberId, otherId] = [newId(), newId()];
      await ask(identity(tenantId), provision, { input: { tenantId, memberId, address: `anna@${name}`, displayName: 'Anna', password } });
      const query = `query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on Member { mailbox { id address state usedBytes quotaBytes appleProfileUrl } } } }`;
      const refs = { refs: [{ __typename: 'Member', id: memberId }] };
      const seen = async (actor: Actor): Promise<unknown> => ((await ask(actor, query, refs)).data['_entities'] as { mailbox: unknown }[])[0]?.mailbox;
      const mailbox = { id: expect.any(String) as string, address: `anna@${name}`, state: 'ACTIVE', usedBytes: '0', quotaBytes: null, appleProfileUrl: expect.stringMatching(/^http:\/\/portal\.test\/profiles\/mail\/[\w-]+\.mobileconfig$/) as string };
      expect(await seen(user(tenantId))).toEqual(mailbox);
      expect(await seen(user(tenantId, 'MEMBER', memberId))).toEqual(mailbox);
      expect(await seen(user(tenantId, 'MEMBER', otherId))).toBeNull();
      expect(await seen(user(newId()))).toBeNull();

      const { id } = (await seen(user(tenantId))) as { id: string };
      const profile = `query ($id: ID!) { appleProfile(mailboxId: $id) { fileName file } }`;
      const download = async (actor: Actor): Promise<{ fileName: string; file: string } | null> => (await ask(actor, profile, { id })).data['appleProfile'] as { fileName: string; file: string } | null;
      const own = await download(user(tenantId, 'MEMBER', memberId));
      expect([own?.fileName, Buffer.from(own?.file ?? '', 'base64').toString()]).toEqual([`anna@${name}.mobileconfig`, expect.stringContaining('mail.dezky.test')]);
      expect(await download(user(newId()))).toBeNull();
    });

    it('keeps peers and people apart', async () => {
      const { tenantId } = await verified();
      const forbidden = [expect.stringMatching(/^FORBIDDEN/)];
      expect((await ask(user(tenantId), change('removeMailbox'), { memberId: newId() })).errors).toEqual(forbidden);
      expect((await ask({ kind: 'PEER', peer: 'stack', tenantId }, change('removeMailbox'), { memberId: newId() })).errors).toEqual(forbidden);
    });
  });

  it("shows a tenant's domains to its own people", async () => {
    const { tenantId, name, domainId } = await verified();
    await addDomain(user(tenantId), tenantId, `second-${name}`);
    const query = `query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on Tenant { mailHost domains { name isPrimary workflow { state } } domainsNeedingAttention domain(id: "${domainId}") { name } } } }`;
    const { data, errors } = await ask(user(tenantId), query, refer(tenantId));
    expect(errors).toEqual([]);
    const domains = [name, `second-${name}`].map((domain, index) => ({ name: domain, isPrimary: index === 0, workflow: index === 0 ? { state: 'SUCCEEDED' } : null }));
    expect(data['_entities']).toEqual([{ mailHost: 'mail.dezky.test', domains, domainsNeedingAttention: 1, domain: { name } }]);
    expect((await ask(user(newId()), query, refer(tenantId))).errors.every((error) => error.startsWith('NOT_FOUND'))).toBe(true);
    const member = await ask(user(tenantId, 'MEMBER'), `query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on Tenant { mailHost } } }`, refer(tenantId));
    expect(member.data['_entities']).toEqual([{ mailHost: 'mail.dezky.test' }]);
  });

  it('tells the stack what to publish, and hands its audit entries over', async () => {
    const { tenantId, name, domainId } = await verified();
    const query = `query { recordsToPublish { domainId tenantId domain ready records { host type value } } }`;
    const { data } = await ask({ kind: 'PEER', peer: 'stack', tenantId: null }, query);
    expect(data['recordsToPublish']).toContainEqual(expect.objectContaining({ domainId, tenantId, domain: name, ready: true }));
    const audit = (): string[] => running.audit.map(({ action }) => action);
    while (!audit().includes('domain.verified')) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(audit()).toContain('domain.added');
  });
});

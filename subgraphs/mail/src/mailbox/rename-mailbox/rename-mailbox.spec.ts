import { newId } from '@dezky/kit/database/id';
import { type RunningMail, identity, mailboxPassword, runMail, user } from '../../running-mail.fixture';

const rename = 'mutation ($memberId: ID!, $address: EmailAddress!, $keep: Boolean!) { renameMailbox(memberId: $memberId, address: $address, keepOldAddress: $keep) }';
const drop = 'mutation ($memberId: ID!, $address: EmailAddress!) { dropMailboxAlias(memberId: $memberId, address: $address) }';
const setName = 'mutation ($memberId: ID!, $displayName: String!) { setMailboxName(memberId: $memberId, displayName: $displayName) }';
const facts = '{ mailboxFacts(memberId: $memberId) { address displayName state aliases { address enabled } } }';
const offer = 'query ($tenantId: ID!, $localPart: String!, $domain: String, $memberId: ID) { mailboxOffer(tenantId: $tenantId, localPart: $localPart, domain: $domain, memberId: $memberId) { address domain taken verified alias } }';

describe('what identity asks of a mailbox whose person changes', () => {
  let mail: RunningMail;
  beforeAll(async () => {
    mail = await runMail();
  }, 90_000);
  afterAll(() => mail.stop(), 30_000);

  interface Owner {
    readonly tenantId: string;
    readonly memberId: string;
  }
  const renamed = async ({ tenantId, memberId }: Owner, address: string, keep = true): Promise<string> => {
    const { data, errors } = await mail.ask(identity(tenantId), rename, { memberId, address, keep });
    return errors[0] ?? String(data['renameMailbox']);
  };
  const factsOf = async ({ tenantId, memberId }: Owner): Promise<unknown> => (await mail.ask(identity(tenantId), `query ($memberId: ID!) ${facts}`, { memberId })).data['mailboxFacts'];
  const held = async (name: string): Promise<string[]> => (await mail.sql<{ address: string }>(`select address from mail.addresses where address like '%@' || $1`, [name])).map(({ address }) => address.split('@')[0] ?? '').sort();
  const aliasesIn = (...addresses: string[]): { address: string; enabled: boolean }[] => addresses.map((address) => ({ address, enabled: true }));

  it('changes the address, keeps the old one as an alias, and mail, password and state with it', async () => {
    const anna = await mail.mailboxOf('anna');
    const account = mail.stalwart.mailboxes().find(({ address }) => address === anna.address)?.id;
    const address = `anna.holm@${anna.name}`;
    expect([await renamed(anna, address.toUpperCase()), await renamed(anna, address)]).toEqual(['true', 'true']);
    expect(await factsOf(anna)).toEqual({ address, displayName: 'anna', state: 'ACTIVE', aliases: aliasesIn(anna.address) });
    expect(mail.stalwart.mailboxes().find((mailbox) => mailbox.address === address)?.id).toBe(account);
    expect([await mail.signIn(address), await mail.signIn(anna.address), await held(anna.name)]).toEqual([200, 200, ['anna', 'anna.holm']]);
    const seen = await mail.ask(user(anna.tenantId), 'query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on Member { mailbox { address } } } }', { refs: [{ __typename: 'Member', id: anna.memberId }] });
    expect(seen.data['_entities']).toEqual([{ mailbox: { address } }]);
  });

  it('frees the old address when it is not kept, and nobody had it before the mail server let go of it', async () => {
    const anna = await mail.mailboxOf('anna');
    const address = `anna.holm@${anna.name}`;
    mail.stalwart.faults.add({ match: { body: /"name":"anna\.holm"/ }, kind: 'down', times: 1 });
    const first = await renamed(anna, address, false);
    expect(first).toMatch(/^BACKEND_UNAVAILABLE/);
    expect(await held(anna.name)).toEqual(['anna', 'anna.holm']);
    expect(await renamed(anna, address, false)).toBe('true');
    expect([await factsOf(anna), await held(anna.name), await mail.signIn(anna.address)]).toEqual([{ address, displayName: 'anna', state: 'ACTIVE', aliases: [] }, ['anna.holm'], 401]);
    const heir = await mail.mailboxOf('anna', anna);
    expect(await mail.signIn(heir.address)).toBe(200);
  });

  it('goes back to where it was, from an alias of its own and over another domain', async () => {
    const anna = await mail.mailboxOf('anna');
    const other = await mail.verifiedDomain(anna.tenantId);
    const [holm, elsewhere] = [`anna.holm@${anna.name}`, `anna@${other.name}`];
    await renamed(anna, holm);
    const before = await factsOf(anna);
    expect(await renamed(anna, elsewhere, false)).toBe('true');
    expect(await factsOf(anna)).toMatchObject({ address: elsewhere, aliases: aliasesIn(anna.address) });
    expect(await renamed(anna, holm, false)).toBe('true');
    expect([await factsOf(anna), await held(other.name)]).toEqual([before, []]);
    expect(await renamed(anna, anna.address, true)).toBe('true');
    expect(await factsOf(anna)).toMatchObject({ address: anna.address, aliases: aliasesIn(holm) });
    expect(await renamed(anna, holm, true)).toBe('true');
    expect(await factsOf(anna)).toEqual(before);
  });

  it('ends where it should when an answer is lost after the work', async () => {
    const anna = await mail.mailboxOf('anna');
    const address = `anna.lost@${anna.name}`;
    mail.stalwart.faults.add({ match: { body: /"name":"anna\.lost"/ }, kind: 'answer-lost', times: 1 });
    expect(await renamed(anna, address)).toMatch(/^BACKEND_UNAVAILABLE/);
    expect(await renamed(anna, address)).toBe('true');
    expect(await factsOf(anna)).toMatchObject({ address, aliases: aliasesIn(anna.address) });
    expect(await held(anna.name)).toEqual(['anna', 'anna.lost']);
  });

  it('refuses an address of somebody else, of another domain, and an alias too many, and changes nothing', async () => {
    const anna = await mail.mailboxOf('anna');
    const ben = await mail.mailboxOf('ben', anna);
    await renamed(ben, `ben.beck@${ben.name}`);
    const stranger = await mail.verifiedDomain();
    const before = [await factsOf(anna), await held(anna.name)];
    for (const taken of [ben.address, `ben.beck@${ben.name}`]) expect(await renamed(anna, taken)).toBe(`BACKEND_UNAVAILABLE: ${taken} is in use already.`);
    expect(await renamed(anna, `anna@${stranger.name}`)).toMatch(/is not set up in the mail server/);
    await mail.sql(
      `with a as (insert into mail.addresses (address, tenant_id, domain_id) select 'full' || n || '@' || $3, $1, m.domain_id from mail.mailboxes m, generate_series(1, 30) n where m.id = $2 returning *)
       insert into mail.aliases (address, tenant_id, mailbox_id, domain_id, local_part) select address, tenant_id, $2, domain_id, split_part(address, '@', 1) from a`,
      [anna.tenantId, anna.mailboxId, anna.name],
    );
    expect(await renamed(anna, `anna.holm@${anna.name}`)).toMatch(/has 30 aliases already/);
    await mail.sql(`delete from mail.aliases where mailbox_id = $1`, [anna.mailboxId]);
    await mail.sql(`delete from mail.addresses where address like 'full%'`);
    expect([await factsOf(anna), await held(anna.name)]).toEqual(before);
    expect(await renamed({ tenantId: anna.tenantId, memberId: newId() }, `x@${anna.name}`)).toMatch(/^NOT_FOUND/);
    expect(await renamed({ ...anna, tenantId: newId() }, `x@${anna.name}`)).toMatch(/^NOT_FOUND/);
  });

  it('gives one of two who are renamed to the same address at once what both want', async () => {
    const anna = await mail.mailboxOf('anna');
    const ben = await mail.mailboxOf('ben', anna);
    const wanted = `info@${anna.name}`;
    const answers = await Promise.all([renamed(anna, wanted), renamed(ben, wanted)]);
    expect(answers.sort()).toEqual([`BACKEND_UNAVAILABLE: ${wanted} is in use already.`, 'true']);
    expect(mail.stalwart.mailboxes().filter(({ address }) => address === wanted)).toHaveLength(1);
  });

  it('lets the old address go later, for a change that can still be undone until then', async () => {
    const anna = await mail.mailboxOf('anna');
    await renamed(anna, `anna.holm@${anna.name}`);
    const dropped = async (): Promise<unknown> => (await mail.ask(identity(anna.tenantId), drop, { memberId: anna.memberId, address: anna.address })).data['dropMailboxAlias'];
    expect([await dropped(), await dropped()]).toEqual([true, false]);
    expect([await factsOf(anna), await held(anna.name)]).toMatchObject([{ aliases: [] }, ['anna.holm']]);
  });

  it('names a mailbox, and says so when there is none', async () => {
    const anna = await mail.mailboxOf('anna');
    const named = async (memberId: string): Promise<unknown> => (await mail.ask(identity(anna.tenantId), setName, { memberId, displayName: 'Anna Holm' })).data['setMailboxName'];
    expect([await named(anna.memberId), await named(anna.memberId), await named(newId())]).toEqual([true, true, false]);
    expect([await factsOf(anna), await factsOf({ ...anna, memberId: newId() })]).toMatchObject([{ displayName: 'Anna Holm' }, null]);
  });

  it('offers addresses on any domain of the tenant, and tells whose they are', async () => {
    const anna = await mail.mailboxOf('anna');
    const other = await mail.verifiedDomain(anna.tenantId);
    const stranger = await mail.verifiedDomain();
    await renamed(anna, `anna.holm@${anna.name}`);
    const offered = async (localPart: string, more: { domain?: string; memberId?: string } = {}): Promise<unknown> => (await mail.ask(identity(anna.tenantId), offer, { tenantId: anna.tenantId, localPart, ...more })).data['mailboxOffer'];
    const free = { domain: anna.name, taken: false, verified: true, alias: false };
    expect(await offered('Anna')).toEqual({ ...free, address: anna.address, taken: true });
    expect(await offered('anna', { memberId: anna.memberId })).toEqual({ ...free, address: anna.address, alias: true });
    expect(await offered('anna.holm', { memberId: anna.memberId })).toEqual({ ...free, address: `anna.holm@${anna.name}` });
    expect(await offered('anna', { domain: other.name.toUpperCase() })).toEqual({ ...free, address: `anna@${other.name}`, domain: other.name });
    expect(await offered('anna', { domain: stranger.name })).toBeNull();
    const sol = await mail.mailboxOf('sol', stranger);
    expect(await offered('sol', { memberId: sol.memberId })).toEqual({ ...free, address: `sol@${anna.name}` });
  });

  it('takes all addresses with the mailbox, and keeps them while it is frozen', async () => {
    const anna = await mail.mailboxOf('anna');
    const holm = `anna.holm@${anna.name}`;
    const change = (field: string): Promise<unknown> => mail.ask(identity(anna.tenantId), `mutation ($memberId: ID!) { ${field}(memberId: $memberId) }`, { memberId: anna.memberId });
    await renamed(anna, holm);
    await change('freezeMailbox');
    expect([await factsOf(anna), await held(anna.name), await mail.signIn(anna.address)]).toEqual([{ address: holm, displayName: 'anna', state: 'FROZEN', aliases: aliasesIn(anna.address) }, ['anna', 'anna.holm'], 403]);
    expect(await renamed(anna, anna.address)).toBe('true');
    expect(await mail.signIn(holm)).toBe(403);
    await change('unfreezeMailbox');
    expect(await mail.signIn(holm)).toBe(200);
    await change('removeMailbox');
    expect([await factsOf(anna), await held(anna.name), await mail.signIn(holm, mailboxPassword)]).toEqual([null, [], 401]);
  });

  it('is for identity alone', async () => {
    const { tenantId, memberId, name } = await mail.mailboxOf('anna');
    const variables = { memberId, address: `x@${name}`, keep: true, displayName: 'X' };
    for (const query of [rename, drop, setName, `query ($memberId: ID!) ${facts}`]) expect((await mail.ask(user(tenantId), query, variables)).errors).toEqual([expect.stringMatching(/^FORBIDDEN/)]);
  });
});

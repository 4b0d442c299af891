import type { Actor } from '@dezky/kit/context/actor';
import { type RunningMail, identity, runMail, serviceApiKey, user } from '../running-mail.fixture';

const path = `query ($refs: [_Any!]!, $address: EmailAddress!) { _entities(representations: $refs) { ... on Tenant { deliveryPath(address: $address) {
  verdict mailboxCount outsideCount refusedCount truncated hops { address depth kind outcome note member { id } } atMailServer { differences catchAll subAddressing } } } } }`;

interface Path {
  readonly verdict: string;
  readonly mailboxCount: number;
  readonly outsideCount: number;
  readonly refusedCount: number;
  readonly truncated: boolean;
  readonly hops: { address: string; depth: number; kind: string; outcome: string; note: string | null; member: { id: string } | null }[];
  readonly atMailServer: { differences: string[]; catchAll: string | null; subAddressing: boolean } | null;
}

describe('who receives mail to an address', () => {
  let mail: RunningMail;
  beforeAll(async () => {
    mail = await runMail();
  }, 90_000);
  afterAll(() => mail.stop(), 30_000);
  afterEach(() => mail.stalwart.faults.clear());

  const ask = async (tenantId: string, address: string, actor: Actor = user(tenantId)): Promise<{ path: Path | null; errors: string[] }> => {
    const { data, errors } = await mail.ask(actor, path, { refs: [{ __typename: 'Tenant', id: tenantId }], address });
    return { path: ((data['_entities'] as { deliveryPath: Path | null }[] | undefined)?.[0]?.deliveryPath ?? null) as Path | null, errors };
  };
  const change = async (tenantId: string, query: string, input: Record<string, unknown>): Promise<void> => {
    const { data, errors } = await mail.ask(user(tenantId), query, { input });
    expect([errors, JSON.stringify(data)]).toEqual([[], expect.stringContaining('SUCCEEDED') as string]);
  };
  const alias = (place: { tenantId: string; mailboxId: string }, address: string): Promise<void> => change(place.tenantId, `mutation ($input: AddMailboxAliasInput!) { addMailboxAlias(input: $input) { ... on MailboxAliasAdded { workflow { state } } } }`, { mailboxId: place.mailboxId, address });
  const list = (tenantId: string, address: string, recipients: string[]): Promise<void> => change(tenantId, `mutation ($input: CreateDistributionListInput!) { createDistributionList(input: $input) { ... on DistributionListCreated { workflow { state } } } }`, { tenantId, name: 'A list', address, recipients });
  /** Past the platform, as somebody would at the server. */
  const byHand = async (calls: unknown[]): Promise<void> => {
    const answer = await fetch(`${mail.stalwart.url}/jmap`, { method: 'POST', headers: { authorization: `Bearer ${serviceApiKey}`, 'content-type': 'application/json' }, body: JSON.stringify({ using: ['urn:ietf:params:jmap:core', 'urn:stalwart:jmap'], methodCalls: calls }) });
    expect(await answer.text()).not.toMatch(/"error"|"not(Created|Updated)"/);
  };

  it('follows it through lists and aliases, each address once, and says what is refused', async () => {
    const anna = await mail.mailboxOf('anna');
    const ben = await mail.mailboxOf('ben', anna);
    const at = (localPart: string): string => `${localPart}@${anna.name}`;
    await alias(anna, at('info'));
    await alias(ben, at('old'));
    await change(ben.tenantId, `mutation ($input: UpdateMailboxAliasInput!) { updateMailboxAlias(input: $input) { ... on MailboxAliasUpdated { workflow { state } } } }`, { mailboxId: ben.mailboxId, address: at('old'), enabled: false });
    await list(anna.tenantId, at('empty'), []);
    await list(anna.tenantId, at('inner'), [at('info'), at('empty'), 'partner@example.com']);
    await list(anna.tenantId, at('outer'), [at('anna'), at('inner'), at('old'), at('ben+news')]);
    await mail.ask(identity(anna.tenantId), `mutation ($memberId: ID!) { freezeMailbox(memberId: $memberId) }`, { memberId: ben.memberId });

    const { path: found, errors } = await ask(anna.tenantId, at('OUTER'));
    expect([errors, found?.verdict, found?.mailboxCount, found?.outsideCount, found?.refusedCount, found?.truncated]).toEqual([[], 'PARTLY', 2, 1, 2, false]);
    expect(found?.hops.map(({ address, depth, kind, outcome, note }) => [depth, address, kind, outcome, note])).toEqual([
      [0, at('outer'), 'LIST', 'HANDED_ON', 'A list'],
      [1, at('anna'), 'MAILBOX', 'DELIVERED', null],
      [1, at('ben+news'), 'MAILBOX', 'DELIVERED', `A sub-address of ${at('ben')}. Mail arrives; the mailbox is frozen, so nobody can read it.`],
      [1, at('inner'), 'LIST', 'HANDED_ON', 'A list'],
      [2, at('empty'), 'LIST', 'REFUSED', 'The list has no recipients.'],
      [2, at('info'), 'ALIAS', 'HANDED_ON', null],
      [2, 'partner@example.com', 'OUTSIDE', 'SENT_OUT', null],
      [1, at('old'), 'ALIAS', 'REFUSED', 'The alias is switched off.'],
    ]);
    expect(found?.atMailServer).toEqual({ differences: [], catchAll: null, subAddressing: true });
    expect((await ask(anna.tenantId, at('old'))).path).toMatchObject({ verdict: 'REFUSED', mailboxCount: 0 });
    expect((await ask(anna.tenantId, at('nobody'))).path).toMatchObject({ verdict: 'REFUSED', hops: [{ kind: 'NOBODY', note: 'Nobody has this address.' }] });
  }, 30_000);

  it('tells nothing of other tenants and nothing to others', async () => {
    const [anna, sol] = [await mail.mailboxOf('anna'), await mail.mailboxOf('sol')];
    const [theirs, nobodys] = [await ask(anna.tenantId, sol.address), await ask(anna.tenantId, 'anybody@example.com')];
    expect(theirs).toEqual(nobodys);
    expect(theirs.path).toMatchObject({ verdict: 'NOT_OURS', hops: [], atMailServer: { differences: [], catchAll: null } });
    for (const actor of [user('other'), user(anna.tenantId, 'MEMBER', anna.memberId)]) expect((await ask(anna.tenantId, anna.address, actor)).path).toBeNull();
  });

  it('says where the mail server sees it otherwise, and what is wanted while it is down', async () => {
    const anna = await mail.mailboxOf('anna');
    const at = (localPart: string): string => `${localPart}@${anna.name}`;
    await alias(anna, at('info'));
    await list(anna.tenantId, at('team'), [at('info'), 'gone@example.com']);
    const [{ account, domain, team }] = (await mail.sql<{ account: string; domain: string; team: string }>('select m.stalwart_id as account, d.stalwart_id as domain, l.stalwart_id as team from mail.mailboxes m join mail.domains d on d.id = m.domain_id join mail.distribution_lists l on l.domain_id = d.id where m.id = $1', [anna.mailboxId])) as [{ account: string; domain: string; team: string }];
    await byHand([
      ['x:MailingList/set', { update: { [team]: { recipients: { [at('info')]: true, 'spy@example.com': true } } } }, 'a'],
      ['x:Account/set', { update: { [account]: { 'aliases/0/enabled': false } } }, 'b'],
      ['x:Domain/set', { update: { [domain]: { catchAllAddress: at('anna'), subAddressing: { '@type': 'Disabled' } } } }, 'c'],
      ['x:MailingList/set', { create: { l: { name: 'byhand', domainId: domain, recipients: {} } } }, 'd'],
    ]);
    expect((await ask(anna.tenantId, at('team'))).path?.atMailServer).toEqual({
      differences: [`At the mail server ${at('team')} lacks gone@example.com.`, `At the mail server ${at('team')} also goes to spy@example.com.`, `At the mail server the alias ${at('info')} is switched off.`],
      catchAll: at('anna'),
      subAddressing: false,
    });
    expect((await ask(anna.tenantId, at('byhand'))).path?.atMailServer?.differences).toEqual([`The mail server has a list ${at('byhand')} that Dezky does not know.`]);
    expect((await ask(anna.tenantId, at('nobody'))).path?.atMailServer?.differences).toEqual([`The domain has a catch-all at the mail server: mail goes to ${at('anna')} instead of being refused.`]);
    mail.stalwart.faults.add({ match: {}, kind: 'down' });
    const down = await ask(anna.tenantId, at('team'));
    expect([down.path?.verdict, down.path?.atMailServer, down.errors.map((error) => error.split(':')[0])]).toEqual(['DELIVERED', null, ['BACKEND_UNAVAILABLE']]);
  }, 30_000);

  it('comes to an end where lists of lists lead to more than anybody reads', async () => {
    const { tenantId, name, domainId } = await mail.verifiedDomain();
    await mail.sql(`insert into mail.addresses (address, tenant_id, domain_id) select 'l' || n || '@' || $2::text, $1, $3 from generate_series(0, 800) n`, [tenantId, name, domainId]);
    await mail.sql(`insert into mail.distribution_lists (id, tenant_id, address, domain_id, local_part, name, stalwart_id) select $3 || n, $1, 'l' || n || '@' || $2::text, $3, 'l' || n, 'List', $3 || n from generate_series(0, 800) n`, [tenantId, name, domainId]);
    await mail.sql(`insert into mail.distribution_list_recipients (list_id, tenant_id, address) select $3 || '0', $1, 'l' || n || '@' || $2::text from generate_series(1, 800) n`, [tenantId, name, domainId]);
    await mail.sql(`insert into mail.distribution_list_recipients (list_id, tenant_id, address) select $2 || n, $1, 'r' || n || '-' || m || '@example.com' from generate_series(1, 800) n, generate_series(1, 100) m`, [tenantId, domainId]);
    const { path: found, errors } = await ask(tenantId, `l0@${name}`);
    expect([errors.filter((error) => !error.startsWith('BACKEND')), found?.verdict, found?.hops.length, found?.truncated]).toEqual([[], expect.stringMatching(/DELIVERED|PARTLY/), 200, true]);
  }, 60_000);

  it('stops at two hundred hops and counts all', async () => {
    const anna = await mail.mailboxOf('anna');
    await list(anna.tenantId, `many@${anna.name}`, Array.from({ length: 400 }, (_, index) => `n${index}@example.com`));
    const { path: found } = await ask(anna.tenantId, `many@${anna.name}`);
    expect([found?.hops.length, found?.truncated, found?.outsideCount, found?.atMailServer?.differences]).toEqual([200, true, 400, []]);
  });
});

import type { Actor } from '@dezky/kit/context/actor';
import { type RunningMail, identity, runMail, user } from '../running-mail.fixture';

const read = `query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on Mailbox { listMemberships { count onlyRecipientCount memberships { onlyRecipient list { name recipientCount } } } } } }`;
const createList = `mutation ($input: CreateDistributionListInput!) { createDistributionList(input: $input) { ... on DistributionListCreated { distributionList { id } workflow { state } } } }`;
const deleteList = `mutation ($input: DeleteDistributionListInput!) { deleteDistributionList(input: $input) { __typename } }`;

interface Memberships {
  readonly count: number;
  readonly onlyRecipientCount: number;
  readonly memberships: { onlyRecipient: boolean; list: { name: string } }[];
}

describe('the distribution lists of a mailbox', () => {
  let mail: RunningMail;
  beforeAll(async () => {
    mail = await runMail();
  }, 90_000);
  afterAll(() => mail.stop(), 30_000);

  const ask = async (actor: Actor, ...mailboxIds: string[]): Promise<(Memberships | undefined)[]> => {
    const { data } = await mail.ask(actor, read, { refs: mailboxIds.map((id) => ({ __typename: 'Mailbox', id })) });
    return ((data['_entities'] ?? []) as ({ listMemberships: Memberships } | null)[]).map((mailbox) => mailbox?.listMemberships);
  };
  const list = async (tenantId: string, name: string, address: string, recipients: string[]): Promise<string> => {
    const { data } = await mail.ask(user(tenantId), createList, { input: { tenantId, name, address, recipients } });
    return (data['createDistributionList'] as { distributionList: { id: string } }).distributionList.id;
  };
  const named = (found: Memberships | undefined): unknown => found && [found.count, found.onlyRecipientCount, found.memberships.map(({ list: { name }, onlyRecipient }) => (onlyRecipient ? `${name}!` : name))];

  it('are those that have its address, an alias or a sub-address of one, the ones it is alone in first', async () => {
    const anna = await mail.mailboxOf('anna');
    const ben = await mail.mailboxOf('ben', anna);
    const at = (localPart: string): string => `${localPart}@${anna.name}`;
    await mail.ask(user(anna.tenantId), `mutation ($input: AddMailboxAliasInput!) { addMailboxAlias(input: $input) { __typename } }`, { input: { mailboxId: anna.mailboxId, address: at('info') } });
    await list(anna.tenantId, 'Both', at('both'), [at('anna'), at('ben')]);
    await list(anna.tenantId, 'Sub', at('sub'), [at('info+x'), 'partner@example.com']);
    await list(anna.tenantId, 'Alone', at('z-alone'), [at('anna'), at('info'), at('anna+y')]);
    await list(anna.tenantId, 'Lists', at('lists'), [at('both')]);
    const gone = await list(anna.tenantId, 'Gone', at('gone'), [at('anna')]);
    await mail.ask(user(anna.tenantId), deleteList, { input: { listId: gone, address: at('gone') } });
    expect((await ask(user(anna.tenantId), anna.mailboxId, ben.mailboxId)).map(named)).toEqual([[3, 1, ['Alone!', 'Both', 'Sub']], [1, 0, ['Both']]]);

    // As the field says: in all of them while frozen, in none when removed, and what it was alone in is left empty.
    await mail.ask(identity(anna.tenantId), `mutation ($memberId: ID!) { freezeMailbox(memberId: $memberId) }`, { memberId: anna.memberId });
    expect(named((await ask(user(anna.tenantId), anna.mailboxId))[0])).toEqual([3, 1, ['Alone!', 'Both', 'Sub']]);
    await mail.ask(identity(anna.tenantId), `mutation ($memberId: ID!) { removeMailbox(memberId: $memberId) }`, { memberId: anna.memberId });
    const { data } = await mail.ask(user(anna.tenantId), `query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on Tenant { distributionLists(first: 20) { edges { node { name recipientCount } } } } } }`, { refs: [{ __typename: 'Tenant', id: anna.tenantId }] });
    const counts = (data['_entities'] as { distributionLists: { edges: { node: { name: string; recipientCount: number } }[] } }[])[0]?.distributionLists.edges.map(({ node }) => [node.name, node.recipientCount]);
    expect(counts).toEqual([['Both', 1], ['Lists', 1], ['Sub', 1], ['Alone', 0]]);
    expect(named((await ask(user(anna.tenantId), ben.mailboxId))[0])).toEqual([1, 1, ['Both!']]);
  }, 30_000);

  it('are counted, and twenty of them named', async () => {
    const anna = await mail.mailboxOf('anna');
    const [{ domainId }] = (await mail.sql<{ domainId: string }>('select domain_id as "domainId" from mail.mailboxes where id = $1', [anna.mailboxId])) as [{ domainId: string }];
    const lists = `select 'l' || n || '-' || $1 as id, 'l' || n || '@' || $2 as address, n from generate_series(1, 30) n`;
    await mail.sql(`insert into mail.addresses (address, tenant_id, domain_id) select address, $1, $3 from (${lists}) l`, [anna.tenantId, anna.name, domainId]);
    await mail.sql(`insert into mail.distribution_lists (id, tenant_id, address, domain_id, local_part, name, stalwart_id) select id, $1, address, $3, 'l' || n, 'L' || n, id from (${lists}) l`, [anna.tenantId, anna.name, domainId]);
    await mail.sql(`insert into mail.distribution_list_recipients (list_id, tenant_id, address) select id, $1, $3 from (${lists}) l`, [anna.tenantId, anna.name, anna.address]);
    const [found] = await ask(user(anna.tenantId), anna.mailboxId);
    expect([found?.count, found?.onlyRecipientCount, found?.memberships.length]).toEqual([30, 30, 20]);
  });

  it('are nothing for the member, nor for another tenant', async () => {
    const anna = await mail.mailboxOf('anna');
    for (const actor of [user('other'), user(anna.tenantId, 'MEMBER', anna.memberId)]) expect(await ask(actor, anna.mailboxId)).toEqual([undefined]);
  });
});

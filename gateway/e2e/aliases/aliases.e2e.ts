import { type Credential, type TestStack, type TestTenant, startTestStack } from '@dezky/stack/test-stack.fixture';

const races = 20;

const addDocument = `mutation ($input: AddMailboxAliasInput!) { addMailboxAlias(input: $input) { __typename ... on MailboxAliasAdded { mailbox { aliases { address } } workflow { kind state } } ... on Failure { code path } } }`;
const removeDocument = `mutation ($input: RemoveMailboxAliasInput!) { removeMailboxAlias(input: $input) { __typename ... on MailboxAliasRemoved { workflow { state } } ... on Failure { code path } } }`;

interface Outcome {
  readonly __typename: string;
  readonly code?: string;
  readonly path?: readonly string[];
}

describe('aliases through the whole stack', () => {
  let stack: TestStack;
  let tenant: TestTenant;
  let owner: Credential;
  let admin: Credential;
  let mailboxes: Readonly<Record<string, string>>;

  beforeAll(async () => {
    stack = await startTestStack({ environment: { BUDGET_USER: '9999999/9999999' } });
    tenant = await stack.newTenant();
    owner = { token: await stack.tokenOf(tenant.email('owner')) };
    admin = { token: await stack.tokenOf(tenant.email('admin')) };
    const { data } = await stack.graphql(owner, `query ($slug: String!) { tenant(slug: $slug) { members(first: 10) { edges { node { user { email } mailbox { id } } } } } }`, { slug: tenant.slug });
    const { members } = (data as { tenant: { members: { edges: { node: { user: { email: string }; mailbox: { id: string } } }[] } } }).tenant;
    mailboxes = Object.fromEntries(members.edges.map(({ node }) => [node.user.email.split('@')[0], node.mailbox.id]));
  }, 120_000);
  afterAll(() => stack.stop());

  const send = async (credential: Credential, document: string, of: string, localPart: string): Promise<Outcome> => {
    const { data, errors } = await stack.graphql(credential, document, { input: { mailboxId: mailboxes[of], address: tenant.email(localPart) } });
    expect(errors).toEqual([]);
    return Object.values(data as Record<string, Outcome>)[0] as Outcome;
  };
  const add = (credential: Credential, of: string, localPart: string): Promise<Outcome> => send(credential, addDocument, of, localPart);
  const remove = (credential: Credential, of: string, localPart: string): Promise<Outcome> => send(credential, removeDocument, of, localPart);
  const atServer = (of: string): string[] =>
    (stack.sandboxes.stalwart.mailboxes().find(({ address }) => address === tenant.email(of))?.aliases ?? []).map(({ address }) => address.split('@')[0] ?? '').sort();
  const wanted = async (of: string): Promise<string[]> => {
    const { data } = await stack.graphql(owner, `query ($slug: String!) { tenant(slug: $slug) { members(first: 10) { edges { node { mailbox { id aliases { address } } } } } } }`, { slug: tenant.slug });
    const { members } = (data as { tenant: { members: { edges: { node: { mailbox: { id: string; aliases: { address: string }[] } } }[] } } }).tenant;
    return (members.edges.find(({ node }) => node.mailbox.id === mailboxes[of])?.node.mailbox.aliases ?? []).map(({ address }) => address.split('@')[0] ?? '');
  };

  /** Within the time a test has; an answer comes after some seconds whether the work has ended or not. */
  const expectSoon = async (look: () => unknown, expected: unknown): Promise<void> => {
    for (const deadline = Date.now() + 15_000; Date.now() < deadline && JSON.stringify(look()) !== JSON.stringify(expected); ) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(look()).toEqual(expected);
  };

  it(`lets one of two admins have the alias that both add at once, in ${races} of ${races} runs`, async () => {
    for (let run = 0; run < races; run += 1) {
      const other = run % 2 === 0 ? 'admin' : 'member';
      const outcomes = await Promise.all([add(owner, 'member', `same${run}`), add(admin, other, `same${run}`)]);
      expect([run, outcomes.map(({ __typename }) => __typename).sort()]).toEqual([run, ['AddressTaken', 'MailboxAliasAdded']]);
      expect(outcomes.find(({ code }) => code)).toMatchObject({ code: 'ADDRESS_TAKEN', path: ['input', 'address'] });
      await expectSoon(() => [...atServer('member'), ...atServer('admin')], [`same${run}`]);
      const holder = atServer('member').length > 0 ? 'member' : 'admin';
      expect((await remove(owner, holder, `same${run}`)).__typename).toBe('MailboxAliasRemoved');
      await expectSoon(() => [...atServer('member'), ...atServer('admin')], []);
    }
  }, 120_000);

  it(`lets both win who change the aliases of one mailbox at once, in ${races} of ${races} runs`, async () => {
    await add(owner, 'member', 'x0');
    for (let run = 1; run <= races; run += 1) {
      const outcomes = await Promise.all([add(owner, 'member', `x${run}`), add(admin, 'member', `y${run}`), remove(admin, 'member', `x${run - 1}`)]);
      expect([run, outcomes.map(({ __typename }) => __typename)]).toEqual([run, ['MailboxAliasAdded', 'MailboxAliasAdded', 'MailboxAliasRemoved']]);
      expect([run, await wanted('member')]).toEqual([run, [`x${run}`, `y${run}`]]);
      await expectSoon(() => atServer('member'), [`x${run}`, `y${run}`]);
      await remove(owner, 'member', `y${run}`);
    }
  }, 120_000);

  it('keeps the one address space of people and aliases', async () => {
    await add(owner, 'member', 'info');
    const { data } = await stack.graphql(owner, `mutation ($input: CreateMemberInput!) { createMember(input: $input) { __typename } }`, { input: { tenantId: tenant.id, displayName: 'Info Person', localPart: 'info' } });
    expect(data).toEqual({ createMember: { __typename: 'AddressTaken' } });
    expect(await add(owner, 'member', 'admin')).toMatchObject({ __typename: 'AddressTaken' });
    await expectSoon(() => atServer('member').includes('info'), true);
  });

  it('tells in the audit log who changed which alias, with before and after', async () => {
    await add(admin, 'admin', 'desk');
    await remove(admin, 'admin', 'desk');
    const query = `query ($slug: String!) { tenant(slug: $slug) { auditLog(first: 20) { edges { node { action outcome actor { email } target { kind name } changes { field before after } } } } } }`;
    const told = async (): Promise<unknown[]> => {
      const { data } = await stack.graphql(owner, query, { slug: tenant.slug });
      const { edges } = (data as { tenant: { auditLog: { edges: { node: { changes: { before: string | null; after: string | null }[] } }[] } } }).tenant.auditLog;
      return edges.map(({ node }) => node).filter(({ changes }) => changes.some(({ before, after }) => [before, after].includes(tenant.email('desk'))));
    };
    while ((await told()).length < 2) await new Promise((resolve) => setTimeout(resolve, 50));
    const entry = { outcome: 'SUCCEEDED', actor: { email: tenant.email('admin') }, target: { kind: 'mailbox', name: tenant.email('admin') } };
    expect(await told()).toEqual([
      { ...entry, action: 'alias.removed', changes: [{ field: 'alias', before: tenant.email('desk'), after: null }] },
      { ...entry, action: 'alias.added', changes: [{ field: 'alias', before: null, after: tenant.email('desk') }] },
    ]);
  });
});

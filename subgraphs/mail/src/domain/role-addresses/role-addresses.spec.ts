import type { Actor } from '@dezky/kit/context/actor';
import { Reach } from '@dezky/kit/context/reach';
import { openDatabase } from '@dezky/kit/database/data-source';
import { newId } from '@dezky/kit/database/id';
import { Rows } from '@dezky/kit/database/rows';
import { createLogger } from '@dezky/kit/log/logger';
import type { QueryRunner } from 'typeorm';
import { traceDeliveries } from '../../delivery-path/trace-delivery';
import type { SeenAddress } from '../../distribution-list/list-recipient.repository';
import { mailEntities } from '../../mail-subgraph';
import { type RunningMail, identity, runMail, user } from '../../running-mail.fixture';

const read = `query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on Tenant { domains { name roleAddresses { role address reached kind mailboxAddress listId advice } } } } }`;
const addAlias = `mutation ($input: AddMailboxAliasInput!) { result: addMailboxAlias(input: $input) { __typename ... on MailboxAliasAdded { workflow { state } } } }`;
const updateAlias = `mutation ($input: UpdateMailboxAliasInput!) { result: updateMailboxAlias(input: $input) { __typename ... on MailboxAliasUpdated { workflow { state } } } }`;
const createList = `mutation ($input: CreateDistributionListInput!) { result: createDistributionList(input: $input) { __typename ... on DistributionListCreated { distributionList { id } workflow { state } } } }`;
const addRecipients = `mutation ($input: AddDistributionListRecipientsInput!) { result: addDistributionListRecipients(input: $input) { __typename ... on DistributionListRecipientsAdded { workflow { state } } } }`;

interface Role {
  readonly role: string;
  readonly address: string;
  readonly reached: boolean;
  readonly kind: string;
  readonly mailboxAddress: string | null;
  readonly listId: string | null;
  readonly advice: string | null;
}
type Domains = { readonly name: string; readonly roleAddresses: readonly Role[] | null }[];

describe('postmaster@ and abuse@ of a domain', () => {
  let mail: RunningMail;
  beforeAll(async () => {
    mail = await runMail();
  }, 90_000);
  afterAll(() => mail.stop(), 30_000);

  const ask = async (tenantIds: readonly string[], actor: Actor): Promise<{ tenants: (Domains | undefined)[]; errors: string[] }> => {
    const { data, errors } = await mail.ask(actor, read, { refs: tenantIds.map((id) => ({ __typename: 'Tenant', id })) });
    return { tenants: ((data['_entities'] ?? []) as ({ domains: Domains } | null)[]).map((tenant) => tenant?.domains), errors };
  };
  const [of, role] = [
    async (tenantId: string, name: string): Promise<readonly Role[]> => (await ask([tenantId], user(tenantId))).tenants[0]?.find((domain) => domain.name === name)?.roleAddresses ?? [],
    async (tenantId: string, name: string, which: string): Promise<Role | undefined> => (await of(tenantId, name)).find((one) => one.role === which),
  ];
  const change = async (tenantId: string, query: string, input: Record<string, unknown>): Promise<Record<string, unknown>> => {
    const { data, errors } = await mail.ask(user(tenantId), query, { input });
    expect([errors, data['result']]).toMatchObject([[], { workflow: { state: 'SUCCEEDED' } }]);
    return data['result'] as Record<string, unknown>;
  };

  it('are said to reach nobody, until a mailbox has them as an alias or a list hands them on', async () => {
    const anna = await mail.mailboxOf('anna');
    const ben = await mail.mailboxOf('ben', anna);
    const at = (localPart: string): string => `${localPart}@${anna.name}`;
    const nobody = { reached: false, kind: 'NOBODY', mailboxAddress: null, listId: null, advice: expect.stringMatching(/^Nobody has this address/) as string };
    expect(await of(anna.tenantId, anna.name)).toEqual([{ role: 'POSTMASTER', address: at('postmaster'), ...nobody }, { role: 'ABUSE', address: at('abuse'), ...nobody }]);

    await change(anna.tenantId, addAlias, { mailboxId: anna.mailboxId, address: at('postmaster') });
    expect(await role(anna.tenantId, anna.name, 'POSTMASTER')).toMatchObject({ reached: true, kind: 'ALIAS', mailboxAddress: anna.address, advice: null });
    expect(await mail.signIn(at('postmaster'))).toBe(200);
    await change(anna.tenantId, updateAlias, { mailboxId: anna.mailboxId, address: at('postmaster'), enabled: false });
    expect(await role(anna.tenantId, anna.name, 'POSTMASTER')).toMatchObject({ reached: false, kind: 'ALIAS', mailboxAddress: anna.address, advice: 'The alias is switched off. Switch it on, or remove it and choose somebody else.' });

    const { distributionList } = (await change(anna.tenantId, createList, { tenantId: anna.tenantId, name: 'Abuse desk', address: at('abuse') })) as { distributionList: { id: string } };
    const listId = distributionList.id;
    expect(await role(anna.tenantId, anna.name, 'ABUSE')).toMatchObject({ reached: false, kind: 'LIST', listId, advice: 'The list has no recipients. Add somebody to it.' });
    await change(anna.tenantId, addRecipients, { listId, recipients: [at('postmaster')] });
    expect(await role(anna.tenantId, anna.name, 'ABUSE')).toMatchObject({ reached: false, advice: 'None of the recipients of the list gets its mail. Add somebody to it.' });
    await change(anna.tenantId, addRecipients, { listId, recipients: [at('ben')] });
    expect(await role(anna.tenantId, anna.name, 'ABUSE')).toMatchObject({ reached: true, advice: null });
    await mail.ask(identity(anna.tenantId), `mutation ($memberId: ID!) { freezeMailbox(memberId: $memberId) }`, { memberId: ben.memberId });
    expect(await role(anna.tenantId, anna.name, 'ABUSE')).toMatchObject({ reached: false, advice: expect.stringMatching(/the mailbox is frozen/) as string });
    await change(anna.tenantId, addRecipients, { listId, recipients: ['desk@example.com'] });
    expect(await role(anna.tenantId, anna.name, 'ABUSE')).toMatchObject({ reached: true, advice: null });
  }, 30_000);

  it('are asked for at verified domains alone, and change nothing of what needs attention', async () => {
    const domain = await mail.verifiedDomain();
    expect(await of(domain.tenantId, domain.name)).toHaveLength(2);
    const { data } = await mail.ask(user(domain.tenantId), `query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on Tenant { domainsNeedingAttention } } }`, { refs: [{ __typename: 'Tenant', id: domain.tenantId }] });
    expect(data['_entities']).toEqual([{ domainsNeedingAttention: 0 }]);
    for (const status of ['PENDING', 'NEEDS_ATTENTION']) {
      await mail.sql('update mail.domains set status = $2 where id = $1', [domain.domainId, status]);
      expect(await of(domain.tenantId, domain.name)).toEqual([]);
    }
  });

  it('are followed in the same number of statements for many domains of many tenants, each tenant by its own', async () => {
    const anna = await mail.mailboxOf('anna');
    const sol = await mail.mailboxOf('sol');
    await change(anna.tenantId, addAlias, { mailboxId: anna.mailboxId, address: `postmaster@${anna.name}` });
    // What is one's own domain is outside for the other.
    await change(sol.tenantId, createList, { tenantId: sol.tenantId, name: 'Abuse', address: `abuse@${sol.name}`, recipients: [`nobody@${anna.name}`] });
    const operator: Actor = { kind: 'USER', userId: newId(), email: 'op@dezky.test', name: 'Operator', memberships: [], operator: true, passwordChangeRequired: false };
    const both = await ask([anna.tenantId, sol.tenantId], operator);
    expect([both.errors, both.tenants.map((domains) => domains?.[0]?.roleAddresses?.map(({ reached }) => reached))]).toEqual([[], [[true, false], [false, true]]]);

    const source = await openDatabase({ url: mail.databaseUrl, schema: 'mail', entities: mailEntities, log: createLogger({ name: 'spec', level: 'silent' }) });
    const statements = (asked: readonly SeenAddress[]): Promise<number> =>
      new Rows(source).in(Reach.everything, async (db) => {
        const runner = db.queryRunner as QueryRunner;
        const [query, before] = [runner.query.bind(runner) as (...args: unknown[]) => Promise<unknown>, count];
        runner.query = (...args: unknown[]) => ((count += 1), query(...args)) as never;
        const paths = await traceDeliveries(db, asked);
        expect(paths.map(({ tenantId, address }) => ({ tenantId, address }))).toEqual(asked);
        return count - before;
      });
    let count = 0;
    const asked = [anna, sol].flatMap(({ tenantId, name }) => ['postmaster', 'abuse'].map((one) => ({ tenantId, address: `${one}@${name}` })));
    // The deepest of them sets the number: abuse of the second one goes by a list.
    const [alone, together] = [await statements(asked.slice(3)), await statements(asked)];
    await source.destroy();
    expect([alone, together]).toEqual([alone, alone]);
    expect(alone).toBeGreaterThan(5);
  }, 30_000);

  it('show nothing to others', async () => {
    const anna = await mail.mailboxOf('anna');
    for (const actor of [user('other'), user(anna.tenantId, 'MEMBER', anna.memberId)]) expect((await ask([anna.tenantId], actor)).tenants).toEqual([null]);
  });
});

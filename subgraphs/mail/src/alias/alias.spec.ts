import type { Actor } from '@dezky/kit/context/actor';
import { type RunningMail, identity, mailboxPassword, runMail, serviceApiKey, user } from '../running-mail.fixture';
import { type StalwartClient, createStalwartClient } from '../stalwart/stalwart-client';

const parts = '__typename ... on Failure { message path }';
const mailbox = 'mailbox { id aliases { address enabled description } aliasWorkflow { id state } } workflow { id kind state steps { name state lastError } }';
const add = `mutation ($input: AddMailboxAliasInput!) { result: addMailboxAlias(input: $input) { ${parts} ... on MailboxAliasAdded { ${mailbox} } } }`;
const update = `mutation ($input: UpdateMailboxAliasInput!) { result: updateMailboxAlias(input: $input) { ${parts} ... on MailboxAliasUpdated { ${mailbox} } } }`;
const remove = `mutation ($input: RemoveMailboxAliasInput!) { result: removeMailboxAlias(input: $input) { ${parts} ... on MailboxAliasRemoved { ${mailbox} } } }`;
const resume = `mutation ($id: ID!, $direction: String!) { resumeWorkflow(workflowId: $id, direction: $direction) { outcome workflow { state } } }`;

interface Result {
  readonly __typename: string;
  readonly message?: string;
  readonly path?: string[];
  readonly mailbox: { aliases: { address: string; enabled: boolean; description: string | null }[]; aliasWorkflow: { id: string; state: string } };
  readonly workflow: { id: string; kind: string; state: string; steps: { name: string; state: string; lastError: string | null }[] };
}
interface Owner {
  readonly tenantId: string;
  readonly memberId: string;
  readonly mailboxId: string;
  readonly name: string;
  readonly address: string;
}

/** A client of the mail server past the platform, opened when it is first asked for. */
const pastThePlatform = (url: () => string): (() => StalwartClient) => {
  let client: StalwartClient | undefined;
  return () => (client ??= createStalwartClient({ url: url(), authorization: `Bearer ${serviceApiKey}` }));
};

describe('aliases of a mailbox', () => {
  let mail: RunningMail;
  beforeAll(async () => {
    mail = await runMail();
  }, 90_000);
  afterAll(() => mail.stop(), 30_000);
  afterEach(() => mail.stalwart.faults.clear());

  const send = async (query: string, owner: Owner, input: Record<string, unknown>, actor: Actor = user(owner.tenantId)): Promise<Result> => {
    const { data, errors } = await mail.ask(actor, query, { input: { mailboxId: owner.mailboxId, ...input } });
    return errors.length > 0 ? ({ __typename: errors[0] } as Result) : (data['result'] as Result);
  };
  const atServer = async ({ tenantId, memberId }: Owner): Promise<unknown> => {
    const { data } = await mail.ask(identity(tenantId), 'query ($memberId: ID!) { mailboxFacts(memberId: $memberId) { aliases { address enabled } } }', { memberId });
    return (data['mailboxFacts'] as { aliases: { address: string; enabled: boolean }[] }).aliases.map(({ address, enabled }) => `${address}${enabled ? '' : ' off'}`);
  };
  const isTaken = async (address: string): Promise<boolean> => (await mail.sql('select 1 from mail.addresses where address = $1', [address])).length > 0;

  it('are added, labelled, switched off and on, and removed, at the mail server each time', async () => {
    const anna = await mail.mailboxOf('anna');
    const address = `info@${anna.name}`;
    const added = await send(add, anna, { address: ` Info@${anna.name.toUpperCase()} `, description: '  Front   desk ' });
    expect(added).toMatchObject({ __typename: 'MailboxAliasAdded', mailbox: { aliases: [{ address, enabled: true, description: 'Front desk' }] }, workflow: { kind: 'CHANGE_ALIASES', state: 'SUCCEEDED' } });
    expect(added.workflow.steps.map(({ name, state }) => [name, state])).toEqual([['reserve-alias', 'DONE'], ['write-addresses', 'DONE']]);
    expect(added.mailbox.aliasWorkflow).toEqual({ id: added.workflow.id, state: 'SUCCEEDED' });
    expect([await atServer(anna), await mail.signIn(address)]).toEqual([[address], 200]);

    expect((await send(update, anna, { address, enabled: false })).mailbox.aliases).toEqual([{ address, enabled: false, description: 'Front desk' }]);
    expect(await atServer(anna)).toEqual([`${address} off`]);
    expect((await send(update, anna, { address, description: '' })).mailbox.aliases).toEqual([{ address, enabled: false, description: null }]);
    expect((await send(update, anna, { address, enabled: true, description: 'Desk' })).mailbox.aliases).toEqual([{ address, enabled: true, description: 'Desk' }]);
    expect(await atServer(anna)).toEqual([address]);

    const removed = await send(remove, anna, { address });
    expect([removed.mailbox.aliases, removed.workflow.steps.map(({ name, state }) => [name, state])]).toEqual([[], [['write-addresses', 'DONE'], ['free-address', 'DONE']]]);
    expect([await atServer(anna), await mail.signIn(address), await isTaken(address)]).toEqual([[], 401, false]);
    expect(await send(remove, anna, { address })).toEqual({ __typename: 'InvalidInput', message: 'This is no alias of this mailbox, or not any more.', path: ['input', 'address'] });

    const told = (): unknown[] => mail.audit.filter(({ action }) => action.startsWith('alias.')).map(({ action, summary, changes }) => [action, summary.split(' ')[0], changes]);
    while (told().length < 6) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(told()).toEqual([
      ['alias.added', 'Added', [{ field: 'alias', before: null, after: address }, { field: 'description', before: null, after: 'Front desk' }]],
      ['alias.updated', 'Switched', [{ field: 'enabled', before: 'true', after: 'false' }]],
      ['alias.updated', 'Labelled', [{ field: 'description', before: 'Front desk', after: null }]],
      ['alias.updated', 'Switched', [{ field: 'enabled', before: 'false', after: 'true' }, { field: 'description', before: null, after: 'Desk' }]],
      ['alias.removed', 'Removed', [{ field: 'alias', before: address, after: null }, { field: 'description', before: 'Desk', after: null }]],
      // The second time, which was refused.
      ['alias.removed', 'Remove', []],
    ]);
  });

  it('are refused with the reason at the field', async () => {
    const anna = await mail.mailboxOf('anna');
    const ben = await mail.mailboxOf('ben', anna);
    const stranger = await mail.mailboxOf('sol');
    await send(add, ben, { address: `info@${anna.name}` });
    const pending = await mail.verifiedDomain(anna.tenantId);
    await mail.sql(`update mail.domains set status = 'NEEDS_ATTENTION' where id = $1`, [pending.domainId]);
    const at = (localPart: string): string => `${localPart}@${anna.name}`;
    for (const [address, type, reason] of [
      ['info', 'InvalidInput', /whole address/],
      [`@${anna.name}`, 'InvalidInput', /before the @/],
      ['info@', 'InvalidInput', /whole address/],
      [at('a b'), 'InvalidInput', /Use letters/],
      [at('anna+x'), 'InvalidInput', /Use letters/],
      [at('anna%ben'), 'InvalidInput', /Use letters/],
      [at('.info'), 'InvalidInput', /Begin and end/],
      [at('anna'), 'AddressTaken', /in use already/],
      [at('ben'), 'AddressTaken', /in use already/],
      [at('info'), 'AddressTaken', /in use already/],
      [`info@${stranger.name}`, 'DomainNotVerified', /one of your own domains/],
      ['info@gmail.com', 'DomainNotVerified', /one of your own domains/],
      [`info@${pending.name}`, 'DomainNotVerified', /are not right/],
    ] as const) {
      expect([address, await send(add, anna, { address })]).toEqual([address, { __typename: type, message: expect.stringMatching(reason) as string, path: ['input', 'address'] }]);
    }
    for (const description of ['x'.repeat(101), '<b>desk</b>']) {
      expect(await send(add, anna, { address: at('free'), description })).toMatchObject({ __typename: 'InvalidInput', path: ['input', 'description'] });
      expect(await send(update, ben, { address: at('info'), description })).toMatchObject({ __typename: 'InvalidInput', path: ['input', 'description'] });
    }
    expect([await atServer(anna), await atServer(ben)]).toEqual([[], [at('info')]]);
    // Ben's alias is nothing of Anna's.
    expect([await send(update, anna, { address: at('info'), enabled: false }), await send(remove, anna, { address: at('info') })]).toMatchObject([{ __typename: 'InvalidInput' }, { __typename: 'InvalidInput' }]);
  });

  const fill = (owner: Owner, count: number): Promise<unknown> =>
    mail.sql(
      `with a as (insert into mail.addresses (address, tenant_id, domain_id) select 'a' || n || '@' || $3, $1, m.domain_id from mail.mailboxes m, generate_series(1, $4::int) n where m.id = $2 returning *)
       insert into mail.aliases (address, tenant_id, mailbox_id, domain_id, local_part) select address, tenant_id, $2, domain_id, split_part(address, '@', 1) from a`,
      [owner.tenantId, owner.mailboxId, owner.name, count],
    );
  /** A change that the mail server was down for until nobody tried any more. */
  const stopped = async (query: string, owner: Owner, input: Record<string, unknown>): Promise<string> => {
    mail.stalwart.faults.add({ match: {}, kind: 'down' });
    const { workflow } = await send(query, owner, input);
    for (let state = workflow.state; state !== 'NEEDS_ATTENTION'; [{ state }] = (await mail.sql<{ state: string }>('select state from mail.workflows where id = $1', [workflow.id])) as [{ state: string }]) await new Promise((resolve) => setTimeout(resolve, 50));
    mail.stalwart.faults.clear();
    return workflow.id;
  };
  const resumed = async (owner: Owner, id: string, direction: string): Promise<void> => {
    for (;;) {
      // The circuit to the mail server closes again some moments after it was down.
      const { data } = await mail.ask(user(owner.tenantId), resume, { id, direction });
      const { state } = (data['resumeWorkflow'] as { workflow: { state: string } }).workflow;
      if (state === 'SUCCEEDED' || state === 'UNDONE') return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };

  it('end at thirty, also when two more come at once', async () => {
    const anna = await mail.mailboxOf('anna');
    await fill(anna, 29);
    const both = await Promise.all(['x', 'y'].map((localPart) => send(add, anna, { address: `${localPart}@${anna.name}` })));
    expect(both.map(({ __typename }) => __typename).sort()).toEqual(['InvalidInput', 'MailboxAliasAdded']);
    expect(both.find(({ message }) => message)?.message).toBe('A mailbox can have 30 aliases, and this one has them already.');
    expect(both.find(({ workflow }) => workflow)?.mailbox.aliases).toHaveLength(30);
  });

  it('end at thirty also when a removal is taken back whose place another took, and says how to go on', async () => {
    const anna = await mail.mailboxOf('anna');
    await fill(anna, 30);
    const [gone, another] = [`a7@${anna.name}`, `another@${anna.name}`];
    const removing = await stopped(remove, anna, { address: gone });
    const other = await send(add, anna, { address: another });
    expect(other.mailbox.aliases).toHaveLength(30);
    const aliases = async (): Promise<string[]> => (await mail.sql<{ address: string }>('select address from mail.aliases where mailbox_id = $1 and not leaving', [anna.mailboxId])).map(({ address }) => address);
    const undo = async (): Promise<{ state: string; words: string | null }> => {
      await mail.ask(user(anna.tenantId), resume, { id: removing, direction: 'UNDO' });
      const read = `select w.state, (select s.last_error from mail.workflow_steps s where s.workflow_id = w.id and s.name = 'write-addresses') as words from mail.workflows w where w.id = $1`;
      for (;;) {
        const [now] = await mail.sql<{ state: string; words: string | null }>(read, [removing]);
        if (now && now.state !== 'RUNNING' && now.state !== 'UNDOING') return now;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    };
    expect(await undo()).toEqual({ state: 'NEEDS_ATTENTION', words: `${anna.address} has 30 aliases again, as many as a mailbox can have. Remove one of them and undo once more, or retry, so that ${gone} goes for good.` });
    expect([(await aliases()).length, (await aliases()).includes(gone)]).toEqual([30, false]);

    await send(remove, anna, { address: another });
    await resumed(anna, removing, 'UNDO');
    expect([(await aliases()).length, (await aliases()).includes(gone), await isTaken(another)]).toEqual([30, true, false]);
    expect(await atServer(anna)).toHaveLength(30);
  }, 60_000);

  it('wait while the mail server is down, end once when its answer is lost, and can be undone', async () => {
    const anna = await mail.mailboxOf('anna');
    const ben = await mail.mailboxOf('ben', anna);
    mail.stalwart.faults.add({ match: { body: /"name":"lost"/ }, kind: 'answer-lost', times: 1 });
    expect((await send(add, anna, { address: `lost@${anna.name}` })).workflow.state).toBe('SUCCEEDED');
    expect(await atServer(anna)).toEqual([`lost@${anna.name}`]);
    mail.stalwart.conflictNextWrites(2);
    expect((await send(update, anna, { address: `lost@${anna.name}`, description: null })).workflow.state).toBe('SUCCEEDED');

    const info = `info@${anna.name}`;
    await resumed(anna, await stopped(add, anna, { address: info }), 'UNDO');
    expect([await atServer(anna), await isTaken(info)]).toEqual([[`lost@${anna.name}`], false]);
    await resumed(anna, await stopped(add, anna, { address: info, description: 'Desk' }), 'FORWARD');
    expect(await atServer(anna)).toEqual([info, `lost@${anna.name}`]);
    await resumed(anna, await stopped(update, anna, { address: info, enabled: false, description: null }), 'UNDO');
    expect(await atServer(anna)).toEqual([info, `lost@${anna.name}`]);
    const removing = await stopped(remove, anna, { address: info });
    expect([await isTaken(info), (await send(add, ben, { address: info })).__typename]).toEqual([true, 'AddressTaken']);
    await resumed(anna, removing, 'UNDO');
    expect((await send(update, anna, { address: info })).mailbox.aliases).toEqual([{ address: info, enabled: true, description: 'Desk' }, { address: `lost@${anna.name}`, enabled: true, description: null }]);
  }, 60_000);

  describe('beside accounts that somebody made at the mail server by hand', () => {
    const byHand = pastThePlatform(() => mail.stalwart.url);
    const handMade = async (localPart: string, name: string, aliases: readonly string[] = []): Promise<string> => {
      const [domain] = await mail.sql<{ id: string }>('select stalwart_id as id from mail.domains where name = $1', [name]);
      const domainId = domain?.id ?? '';
      const { id } = await byHand().ensureMailbox({ localPart, domainId, displayName: 'By hand', password: mailboxPassword });
      await byHand().setAddresses(id, { localPart, domainId, aliases: aliases.map((alias) => ({ localPart: alias, domainId, enabled: true, description: null })) });
      return id;
    };
    afterAll(() => byHand().close());

    it('stop with the reason, and go on when the address is free there', async () => {
      const anna = await mail.mailboxOf('anna');
      const id = await handMade('hand', anna.name);
      const { workflow } = await send(add, anna, { address: `hand@${anna.name}` });
      for (let state = workflow.state; state !== 'NEEDS_ATTENTION'; [{ state }] = (await mail.sql<{ state: string }>('select state from mail.workflows where id = $1', [workflow.id])) as [{ state: string }]) await new Promise((resolve) => setTimeout(resolve, 50));
      const [step] = await mail.sql<{ words: string }>(`select last_error as words from mail.workflow_steps where workflow_id = $1 and name = 'write-addresses'`, [workflow.id]);
      expect([step?.words, await atServer(anna)]).toEqual(['The mail server still has one of these addresses somewhere else.', []]);
      await byHand().destroyMailbox(id);
      expect((await mail.ask(user(anna.tenantId), resume, { id: workflow.id, direction: 'FORWARD' })).data['resumeWorkflow']).toMatchObject({ workflow: { state: 'SUCCEEDED' } });
      expect(await atServer(anna)).toEqual([`hand@${anna.name}`]);
    }, 30_000);

    it('are none of what a left-over account had that a new mailbox takes over', async () => {
      const { tenantId, name } = await mail.verifiedDomain();
      await handMade('anna', name, ['info']);
      const anna = await mail.mailboxOf('anna', { tenantId, name });
      expect(await atServer(anna)).toEqual([]);
    });
  });

  it('stay with a frozen mailbox, and are gone with a removed one', async () => {
    const anna = await mail.mailboxOf('anna');
    const info = `info@${anna.name}`;
    await send(add, anna, { address: info });
    const change = (field: string): Promise<unknown> => mail.ask(identity(anna.tenantId), `mutation ($memberId: ID!) { ${field}(memberId: $memberId) }`, { memberId: anna.memberId });
    await change('freezeMailbox');
    expect([await atServer(anna), (await send(add, anna, { address: `more@${anna.name}` })).workflow.state, await mail.signIn(info)]).toEqual([[info], 'SUCCEEDED', 403]);
    await change('removeMailbox');
    expect([await isTaken(info), await isTaken(`more@${anna.name}`), await isTaken(anna.address)]).toEqual([false, false, false]);
    expect((await send(add, await mail.mailboxOf('ben', anna), { address: info })).workflow.state).toBe('SUCCEEDED');
  });

  it('are told to the member and changed by admins, of their own tenant', async () => {
    const anna = await mail.mailboxOf('anna');
    await send(add, anna, { address: `info@${anna.name}` });
    const query = `query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on Mailbox { aliases { address } } } }`;
    const seen = async (actor: Actor): Promise<unknown> => ((await mail.ask(actor, query, { refs: [{ __typename: 'Mailbox', id: anna.mailboxId }] })).data['_entities'] as { aliases: unknown }[])[0]?.aliases;
    const self = user(anna.tenantId, 'MEMBER', anna.memberId);
    expect([await seen(user(anna.tenantId)), await seen(self), await seen(user('other'))]).toEqual([[{ address: `info@${anna.name}` }], [{ address: `info@${anna.name}` }], undefined]);
    for (const [document, input] of [[add, { address: `x@${anna.name}` }], [update, { address: `info@${anna.name}`, enabled: false }], [remove, { address: `info@${anna.name}` }]] as const) {
      expect((await send(document, anna, input, self)).__typename).toMatch(/^(FORBIDDEN|NOT_FOUND)/);
      expect((await send(document, anna, input, user('other'))).__typename).toMatch(/^NOT_FOUND/);
    }
    expect(await atServer(anna)).toEqual([`info@${anna.name}`]);
  });
});

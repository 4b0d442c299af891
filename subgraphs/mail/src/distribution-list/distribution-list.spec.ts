import type { Actor } from '@dezky/kit/context/actor';
import { type RunningMail, identity, runMail, user } from '../running-mail.fixture';

const list = 'distributionList { id address name recipientCount recipients(first: 50) { edges { node { address kind member { id } } } } }';
const skipped = 'skipped { text reason message }';
const failures = '... on Failure { message path }';
const documents = {
  create: `mutation ($input: CreateDistributionListInput!) { result: createDistributionList(input: $input) { __typename ... on DistributionListCreated { ${list} ${skipped} workflow { id state } } ${failures} } }`,
  update: `mutation ($input: UpdateDistributionListInput!) { result: updateDistributionList(input: $input) { __typename ... on DistributionListUpdated { ${list} workflow { id state steps { name state } } } ${failures} } }`,
  add: `mutation ($input: AddDistributionListRecipientsInput!) { result: addDistributionListRecipients(input: $input) { __typename ... on DistributionListRecipientsAdded { ${list} added ${skipped} workflow { id state } } ${failures} } }`,
  remove: `mutation ($input: RemoveDistributionListRecipientsInput!) { result: removeDistributionListRecipients(input: $input) { __typename ... on DistributionListRecipientsRemoved { ${list} removed ${skipped} workflow { id state } } ${failures} } }`,
  destroy: `mutation ($input: DeleteDistributionListInput!) { result: deleteDistributionList(input: $input) { __typename ... on DistributionListDeleted { listId workflow { id state } } ${failures} } }`,
  alias: `mutation ($input: AddMailboxAliasInput!) { result: addMailboxAlias(input: $input) { __typename ... on MailboxAliasAdded { workflow { id state } } ${failures} } }`,
  removeAlias: `mutation ($input: RemoveMailboxAliasInput!) { result: removeMailboxAlias(input: $input) { __typename ... on MailboxAliasRemoved { workflow { id state } } ${failures} } }`,
  resume: `mutation ($id: ID!, $direction: String!) { result: resumeWorkflow(workflowId: $id, direction: $direction) { workflow { state } } }`,
};

interface Skipped {
  readonly text: string;
  readonly reason: string;
  readonly message: string;
}

interface Result {
  readonly __typename: string;
  readonly message?: string;
  readonly path?: string[];
  readonly added: string[];
  readonly removed: string[];
  readonly skipped: Skipped[];
  readonly distributionList: { readonly id: string; readonly address: string; readonly name: string; readonly recipientCount: number; readonly recipients: { readonly edges: { readonly node: { address: string; kind: string; member: { id: string } | null } }[] } };
  readonly workflow: { readonly id: string; readonly state: string; readonly steps: { name: string; state: string }[] } | null;
}

type Place = Awaited<ReturnType<RunningMail['mailboxOf']>>;

describe('distribution lists', () => {
  let mail: RunningMail;
  beforeAll(async () => {
    mail = await runMail();
  }, 90_000);
  afterAll(() => mail.stop(), 30_000);
  afterEach(() => mail.stalwart.faults.clear());

  const send = async (what: keyof typeof documents, tenantId: string, input: Record<string, unknown>, actor: Actor = user(tenantId)): Promise<Result> => {
    const { data, errors } = await mail.ask(actor, documents[what], { input });
    return errors.length > 0 ? ({ __typename: errors[0] } as Result) : (data['result'] as Result);
  };
  const create = (place: Place, localPart: string, recipients: string[] = [], name = localPart): Promise<Result> => send('create', place.tenantId, { tenantId: place.tenantId, name, address: `${localPart}@${place.name}`, recipients });
  const made = async (place: Place, localPart: string, recipients: string[] = []): Promise<string> => {
    const result = await create(place, localPart, recipients);
    expect([result.__typename, result.message, result.skipped, result.workflow?.state]).toEqual(['DistributionListCreated', undefined, [], 'SUCCEEDED']);
    return result.distributionList.id;
  };
  const wanted = ({ distributionList }: Result): string[] => distributionList.recipients.edges.map(({ node }) => `${node.kind} ${node.address}${node.member ? ` > ${node.member.id}` : ''}`);
  const atServer = (address: string): string[] | null => mail.stalwart.lists().find((one) => one.address === address)?.recipients.sort() ?? null;
  const isTaken = async (address: string): Promise<boolean> => (await mail.sql('select 1 from mail.addresses where address = $1', [address])).length > 0;
  const until = async (look: () => unknown, expected: unknown): Promise<void> => {
    while (JSON.stringify(await look()) !== JSON.stringify(expected)) await new Promise((resolve) => setTimeout(resolve, 50));
  };
  const ended = async (id: string): Promise<string> => {
    for (;;) {
      const [row] = await mail.sql<{ state: string }>('select state from mail.workflows where id = $1', [id]);
      if (row && row.state !== 'RUNNING' && row.state !== 'UNDOING') return row.state;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };

  it('are created with recipients of every kind, changed and deleted, at the mail server each time', async () => {
    const anna = await mail.mailboxOf('anna');
    const at = (localPart: string): string => `${localPart}@${anna.name}`;
    await send('alias', anna.tenantId, { mailboxId: anna.mailboxId, address: at('info') });
    const inner = await made(anna, 'inner', [at('anna')]);
    const created = await create(anna, 'Team', [at('anna'), ` ${at('INFO').toUpperCase()} `, at('inner'), 'partner@example.com', at('anna+news')], '  The   team ');
    expect(created).toMatchObject({ __typename: 'DistributionListCreated', skipped: [], distributionList: { address: at('team'), name: 'The team', recipientCount: 5 }, workflow: { state: 'SUCCEEDED' } });
    expect(wanted(created).sort()).toEqual([`ALIAS ${at('info')} > ${anna.memberId}`, `LIST ${at('inner')}`, `MAILBOX ${at('anna')} > ${anna.memberId}`, `MAILBOX ${at('anna+news')} > ${anna.memberId}`, 'OUTSIDE partner@example.com'].sort());
    expect(atServer(at('team'))).toEqual([at('anna'), at('anna+news'), at('info'), at('inner'), 'partner@example.com'].sort());
    const { id: listId } = created.distributionList;

    const removed = await send('remove', anna.tenantId, { listId, recipients: [at('anna+news'), 'PARTNER@example.com', 'nobody@example.com', 'partner@example.com'] });
    expect(removed).toMatchObject({ removed: [at('anna+news'), 'partner@example.com'], skipped: [{ text: 'nobody@example.com', reason: 'ABSENT' }], workflow: { state: 'SUCCEEDED' } });
    expect(atServer(at('team'))).toEqual([at('anna'), at('info'), at('inner')].sort());

    const renamed = await send('update', anna.tenantId, { listId: inner, name: 'Inside', address: at('inside') });
    expect(renamed).toMatchObject({ distributionList: { address: at('inside'), name: 'Inside' }, workflow: { state: 'SUCCEEDED', steps: [{ name: 'write-distribution-list', state: 'DONE' }, { name: 'free-former-address', state: 'DONE' }] } });
    expect([atServer(at('inner')), atServer(at('inside')), await isTaken(at('inner'))]).toEqual([null, [at('anna')], false]);
    // The list it is in follows.
    await until(() => atServer(at('team')), [at('anna'), at('info'), at('inside')].sort());

    expect(await send('destroy', anna.tenantId, { listId: inner, address: at('inner') })).toMatchObject({ __typename: 'InvalidInput', path: ['input', 'address'] });
    expect((await send('destroy', anna.tenantId, { listId: inner, address: at('inside') })).workflow?.state).toBe('SUCCEEDED');
    expect([atServer(at('inside')), await isTaken(at('inside'))]).toEqual([null, false]);
    await until(() => atServer(at('team')), [at('anna'), at('info')]);
    expect((await send('destroy', anna.tenantId, { listId: inner, address: at('inside') })).__typename).toMatch(/^NOT_FOUND/);

    const told = (): string[] => mail.audit.filter(({ action }) => action.startsWith('distribution_list.')).map(({ action }) => action.slice(18));
    await until(() => told().length >= 9, true);
    // The last one, and the one before it was deleted under its old address, were refused.
    expect(told()).toEqual(['created', 'created', 'recipients_removed', 'updated', 'recipients_followed', 'deleted', 'deleted', 'recipients_followed', 'deleted']);
    expect(mail.audit.find(({ action }) => action === 'distribution_list.recipients_removed')?.changes).toEqual([{ field: 'recipients', before: `${at('anna+news')}, partner@example.com`, after: null }]);
  });

  it('take a heap of pasted addresses and tell of each that cannot be a recipient', async () => {
    const anna = await mail.mailboxOf('anna');
    const at = (localPart: string): string => `${localPart}@${anna.name}`;
    const listId = await made(anna, 'team', ['here@example.com']);
    const recipients = ['here@example.com', 'new@example.com', 'New@Example.com', 'no address', 'a@b', 'a@@example.com', 'a%b@example.com', '.a@example.com', at('nobody'), at('team'), 'søren@example.com', 'a@bücher.example', 'x@127.0.0.1'];
    const result = await send('add', anna.tenantId, { listId, recipients });
    expect([result.added, result.skipped.map(({ text, reason }) => [text, reason])]).toEqual([
      ['new@example.com', 'a@xn--bcher-kva.example'],
      [
        ['New@Example.com', 'TWICE'],
        ['here@example.com', 'PRESENT'],
        ['no address', 'INVALID'],
        ['a@b', 'INVALID'],
        ['a@@example.com', 'INVALID'],
        ['a%b@example.com', 'INVALID'],
        ['.a@example.com', 'INVALID'],
        [at('nobody'), 'NOBODY'],
        [at('team'), 'LOOP'],
        ['søren@example.com', 'INVALID'],
        ['x@127.0.0.1', 'INVALID'],
      ].sort(([one], [other]) => recipients.indexOf(one ?? '') - recipients.indexOf(other ?? '')),
    ].map((part, index) => (index === 0 ? part : expect.arrayContaining(part as unknown[]) as unknown)));
    expect(result.skipped).toHaveLength(11);
    expect(await send('add', anna.tenantId, { listId, recipients: ['here@example.com'] })).toMatchObject({ added: [], workflow: null });
    expect(await send('add', anna.tenantId, { listId, recipients: Array.from({ length: 1_001 }, (_, index) => `n${index}@example.com`) })).toMatchObject({ __typename: 'InvalidInput', path: ['input', 'recipients'] });
    const full = await send('add', anna.tenantId, { listId, recipients: Array.from({ length: 1_000 }, (_, index) => `n${index}@example.com`) });
    expect([full.added.length, new Set(full.skipped.map(({ reason }) => reason)), full.distributionList.recipientCount, full.workflow?.state]).toEqual([997, new Set(['FULL']), 1_000, 'SUCCEEDED']);
    expect(atServer(at('team'))).toHaveLength(1_000);
  }, 30_000);

  it('never send mail in a circle, also when two admins close it at once, and name the way', async () => {
    const anna = await mail.mailboxOf('anna');
    const at = (localPart: string): string => `${localPart}@${anna.name}`;
    const [a, b] = [await made(anna, 'a'), await made(anna, 'b')];
    const c = await made(anna, 'c', [at('b')]);
    await send('add', anna.tenantId, { listId: b, recipients: [at('a')] });
    const looped = await send('add', anna.tenantId, { listId: a, recipients: [at('c'), at('c+x'), at('anna')] });
    expect([looped.added, looped.skipped.map(({ reason, message }) => [reason, message])]).toEqual([
      [at('anna')],
      [['LOOP', `Mail would go in a circle: ${[at('a'), at('c'), at('b'), at('a')].join(' → ')}.`], ['LOOP', `Mail would go in a circle: ${[at('a'), at('c'), at('b'), at('a')].join(' → ')}.`]],
    ]);
    for (let run = 0; run < 20; run += 1) {
      const [x, y] = await Promise.all([made(anna, `x${run}`), made(anna, `y${run}`)]);
      const both = await Promise.all([send('add', anna.tenantId, { listId: x, recipients: [at(`y${run}`)] }), send('add', anna.tenantId, { listId: y, recipients: [at(`x${run}`)] })]);
      expect([run, both.map(({ added }) => added.length).sort()]).toEqual([run, [0, 1]]);
    }
    // Nobody had the address while it became a recipient: its domain was somebody else's.
    await mail.sql(`insert into mail.distribution_list_recipients (list_id, tenant_id, address) values ($1, $2, $3)`, [a, anna.tenantId, at('later')]);
    expect(await create(anna, 'later', [at('c')])).toMatchObject({ __typename: 'InvalidInput', message: `Mail to this address would go in a circle: ${[at('later'), at('c'), at('b'), at('a'), at('later')].join(' → ')}.`, path: ['input', 'address'] });
    expect(await send('update', anna.tenantId, { listId: c, address: at('later') })).toMatchObject({ __typename: 'InvalidInput', path: ['input', 'address'] });
  }, 60_000);

  it('are refused with the reason at the field, and share one address space with people and aliases', async () => {
    const anna = await mail.mailboxOf('anna');
    const stranger = await mail.mailboxOf('sol');
    const at = (localPart: string): string => `${localPart}@${anna.name}`;
    const listId = await made(anna, 'team');
    await send('alias', anna.tenantId, { mailboxId: anna.mailboxId, address: at('info') });
    for (const [address, type] of [
      ['team', 'InvalidInput'],
      [at('a b'), 'InvalidInput'],
      [at('anna'), 'AddressTaken'],
      [at('info'), 'AddressTaken'],
      [`team@${stranger.name}`, 'DomainNotVerified'],
      ['team@example.com', 'DomainNotVerified'],
    ] as const) {
      expect([address, await send('create', anna.tenantId, { tenantId: anna.tenantId, name: 'Team', address })]).toMatchObject([address, { __typename: type, path: ['input', 'address'] }]);
      if (address !== 'team') expect([address, await send('update', anna.tenantId, { listId, address })]).toMatchObject([address, { __typename: type, path: ['input', 'address'] }]);
    }
    expect(await create(anna, 'team')).toMatchObject({ __typename: 'AddressTaken' });
    for (const name of [' ', 'x'.repeat(101), '<b>']) expect(await create(anna, 'other', [], name)).toMatchObject({ __typename: 'InvalidInput', path: ['input', 'name'] });
    expect(await send('alias', anna.tenantId, { mailboxId: anna.mailboxId, address: at('team') })).toMatchObject({ __typename: 'AddressTaken' });
    await expect(mail.mailboxOf('team', anna)).rejects.toThrow('in use');
    for (const actor of [user('other'), user(anna.tenantId, 'MEMBER', anna.memberId)]) {
      expect((await send('add', anna.tenantId, { listId, recipients: [] }, actor)).__typename).toMatch(/^(NOT_FOUND|FORBIDDEN)/);
      expect((await send('destroy', anna.tenantId, { listId, address: at('team') }, actor)).__typename).toMatch(/^(NOT_FOUND|FORBIDDEN)/);
    }
  });

  it('are not given an address on a domain whose removal has just begun, nor are aliases', async () => {
    const anna = await mail.mailboxOf('anna');
    const other = await mail.verifiedDomain(anna.tenantId);
    const listId = await made(anna, 'team');
    // Both have seen the domain verified when its removal is written, and wait for it at the address.
    await mail.sql(`create function pg_temp_close() returns trigger language plpgsql as $$ begin update mail.domains set status = 'REMOVING' where id = new.domain_id and name = '${other.name}'; return new; end $$`);
    await mail.sql('create trigger a_close before insert on mail.addresses for each row execute function pg_temp_close()');
    try {
      const refused = { __typename: 'DomainNotVerified', message: 'This domain is being removed. Choose another one.', path: ['input', 'address'] };
      expect(await send('create', anna.tenantId, { tenantId: anna.tenantId, name: 'New', address: `new@${other.name}` })).toEqual(refused);
      expect(await send('update', anna.tenantId, { listId, address: `new@${other.name}` })).toEqual(refused);
      expect(await send('alias', anna.tenantId, { mailboxId: anna.mailboxId, address: `new@${other.name}` })).toEqual(refused);
    } finally {
      await mail.sql('drop trigger a_close on mail.addresses');
    }
  });

  it('follow a recipient who gets another address, and lose one who is gone', async () => {
    const anna = await mail.mailboxOf('anna');
    const at = (localPart: string): string => `${localPart}@${anna.name}`;
    const ben = await mail.mailboxOf('ben', anna);
    await send('alias', anna.tenantId, { mailboxId: anna.mailboxId, address: at('info') });
    await made(anna, 'team', [at('anna'), at('anna+news'), at('info'), at('ben'), 'ben@example.com']);
    await made(anna, 'other', [at('anna')]);
    const peer = (field: string, memberId: string, rest = ''): Promise<unknown> => mail.ask(identity(anna.tenantId), `mutation ($memberId: ID!) { ${field}(memberId: $memberId${rest}) }`, { memberId });
    await peer('renameMailbox', anna.memberId, `, address: "${at('anna.holm')}", keepOldAddress: false`);
    await until(() => atServer(at('team')), [at('anna.holm'), at('anna.holm+news'), at('info'), at('ben'), 'ben@example.com'].sort());
    await until(() => atServer(at('other')), [at('anna.holm')]);
    await peer('renameMailbox', anna.memberId, `, address: "${at('anna')}", keepOldAddress: false`);
    await until(() => atServer(at('other')), [at('anna')]);
    await send('removeAlias', anna.tenantId, { mailboxId: anna.mailboxId, address: at('info') });
    await until(() => atServer(at('team')), [at('anna'), at('anna+news'), at('ben'), 'ben@example.com'].sort());
    // The mail server is down when somebody leaves: the lists follow when it is back.
    const mend = mail.stalwart.faults.add({ match: { body: /MailingList/ }, kind: 'down' });
    await peer('removeMailbox', ben.memberId);
    expect(atServer(at('team'))).toContain(at('ben'));
    mend();
    await until(() => atServer(at('team')), [at('anna'), at('anna+news'), 'ben@example.com'].sort());
  }, 30_000);

  it('wait while the mail server is down, survive a lost answer, and can be undone', async () => {
    const anna = await mail.mailboxOf('anna');
    const at = (localPart: string): string => `${localPart}@${anna.name}`;
    mail.stalwart.faults.add({ match: { body: /"name":"lost"/ }, kind: 'answer-lost', times: 1 });
    const lost = await made(anna, 'lost', ['a@example.com']);
    expect(atServer(at('lost'))).toEqual(['a@example.com']);
    mail.stalwart.conflictNextWrites(2);
    expect((await send('add', anna.tenantId, { listId: lost, recipients: ['b@example.com'] })).workflow?.state).toBe('SUCCEEDED');

    const stopped = async (what: keyof typeof documents, input: Record<string, unknown>): Promise<string> => {
      mail.stalwart.faults.add({ match: {}, kind: 'down' });
      const { workflow } = await send(what, anna.tenantId, input);
      expect(await ended(workflow?.id ?? '')).toBe('NEEDS_ATTENTION');
      mail.stalwart.faults.clear();
      return workflow?.id ?? '';
    };
    const resumed = async (id: string, direction: string): Promise<void> => {
      for (;;) {
        // The circuit to the mail server closes again some moments after it was down.
        const { data } = await mail.ask(user(anna.tenantId), documents.resume, { id, direction });
        const { state } = (data['result'] as { workflow: { state: string } }).workflow;
        if (state === 'SUCCEEDED' || state === 'UNDONE') return;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    };
    await resumed(await stopped('create', { tenantId: anna.tenantId, name: 'New', address: at('new'), recipients: ['a@example.com'] }), 'UNDO');
    expect([atServer(at('new')), await isTaken(at('new'))]).toEqual([null, false]);
    await resumed(await stopped('create', { tenantId: anna.tenantId, name: 'New', address: at('new'), recipients: ['a@example.com'] }), 'FORWARD');
    expect(atServer(at('new'))).toEqual(['a@example.com']);
    await resumed(await stopped('add', { listId: lost, recipients: ['c@example.com'] }), 'UNDO');
    await resumed(await stopped('remove', { listId: lost, recipients: ['a@example.com'] }), 'UNDO');
    expect(atServer(at('lost'))).toEqual(['a@example.com', 'b@example.com']);
    const outer = await made(anna, 'outer', [at('lost')]);
    await resumed(await stopped('update', { listId: lost, name: 'Found', address: at('found') }), 'UNDO');
    expect([atServer(at('lost')), atServer(at('found')), await isTaken(at('found'))]).toEqual([['a@example.com', 'b@example.com'], null, false]);
    await until(() => atServer(at('outer')), [at('lost')]);
    const deleting = await stopped('destroy', { listId: lost, address: at('lost') });
    expect([await isTaken(at('lost')), (await create(anna, 'lost')).__typename]).toEqual([true, 'AddressTaken']);
    await resumed(deleting, 'UNDO');
    expect(atServer(at('lost'))).toEqual(['a@example.com', 'b@example.com']);
    // It is in the other list again, and so is an alias whose removal is undone.
    const held = async (): Promise<string[]> => (await mail.sql<{ address: string }>('select address from mail.distribution_list_recipients where list_id = $1 order by 1', [outer])).map(({ address }) => address);
    expect(await held()).toEqual([at('lost')]);
    await send('alias', anna.tenantId, { mailboxId: anna.mailboxId, address: at('info') });
    await send('add', anna.tenantId, { listId: outer, recipients: [at('info+x')] });
    const removing = await stopped('removeAlias', { mailboxId: anna.mailboxId, address: at('info') });
    expect(await held()).toEqual([at('lost')]);
    await resumed(removing, 'UNDO');
    expect(await held()).toEqual([at('info+x'), at('lost')]);
    await resumed(await stopped('destroy', { listId: outer, address: at('outer') }), 'FORWARD');
    expect([atServer(at('outer')), await isTaken(at('outer'))]).toEqual([null, false]);
    // Destroyed by hand there, it is made again by the next change.
    await mail.sql(`update mail.distribution_lists set stalwart_id = 'zzzz' where id = $1`, [lost]);
    expect((await send('add', anna.tenantId, { listId: lost, recipients: ['d@example.com'] })).workflow?.state).toBe('SUCCEEDED');
    expect(atServer(at('lost'))).toEqual(['a@example.com', 'b@example.com', 'd@example.com']);
  }, 60_000);
});

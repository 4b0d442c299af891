import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { publishRecords } from '@dezky/sandbox/page/publish-records';
import { type TestStack, type TestTenant, startTestStack } from '@dezky/stack/test-stack.fixture';
import { type GraphQLObjectType, type GraphQLOutputType, type GraphQLUnionType, buildSchema, getNamedType, isLeafType, isObjectType } from 'graphql';
import { Pool } from 'pg';

const schema = buildSchema(readFileSync(join(__dirname, '..', '..', '..', 'schema', 'api.graphql'), 'utf8'));
const mutations = Object.values((schema.getMutationType() as GraphQLObjectType).getFields());

/** What a type says of itself, and what is one level below; more would cost more than an operation may. */
const plain = (type: GraphQLObjectType, below = true): string[] =>
  Object.values(type.getFields()).flatMap((field) => {
    const named = getNamedType(field.type);
    if (field.args.length > 0) return [];
    if (isLeafType(named)) return [field.name];
    const inner = below && isObjectType(named) ? plain(named, false) : [];
    return inner.length > 0 ? [`${field.name} { ${inner.join(' ')} }`] : [];
  });

interface Sent {
  readonly status: number;
  readonly body: { readonly data?: Record<string, { readonly __typename: string }> | null; readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[] };
  readonly replayed: boolean;
}

interface Scenario {
  /** Makes what the mutation acts on, new each time. */
  readonly prepare: () => Promise<{ readonly input: Record<string, unknown>; readonly token?: string }>;
  /** The type of the answer when it works. */
  readonly success: string;
  /** What it writes to the audit log, once; null where looking again changes nothing. */
  readonly action: string | null;
}

/** Every mutation of the graph, sent twice with one key in every way that happens, has one effect and one answer. */
describe('one mutation, one key', () => {
  let stack: TestStack;
  let tenant: TestTenant;
  let owner: string;
  let database: Pool;
  let names = 0;

  beforeAll(async () => {
    // What stops here is to stop: seconds of waiting for the back end to come back would hold nothing.
    stack = await startTestStack({ environment: { BUDGET_USER: '9999999/9999999' }, patience: { tries: 8, backoff: () => 100 } });
    tenant = await stack.newTenant({ members: [{ localPart: 'owner', displayName: 'Olivia Berg', role: 'OWNER' }], seatLimit: 5_000 });
    owner = await stack.tokenOf(tenant.email('owner'));
    const hostMemberId = (await stack.actorOf(tenant.email('owner')))?.memberships[0]?.memberId;
    const page = { tenantId: tenant.id, tenantSlug: tenant.slug, hostMemberId, slug: 'demo', title: 'Demo', durationMinutes: 30, timeZone: 'Europe/Oslo' };
    await stack.peers.ask('booking', 'mutation ($input: OpenBookingPageInput!) { openBookingPage(input: $input) }', { input: page }, { tenantId: tenant.id, requestId: 'test' });
    database = new Pool({ connectionString: stack.databaseUrl(), max: 2 });
    // The server that stops at the end may end a connection before it has closed itself.
    database.on('error', () => undefined);
    await restOf(await newImport(['start'], crowd));
  }, 120_000);
  afterAll(async () => {
    await database.end();
    await stack.stop();
  });

  const nextName = (): string => `person${(names += 1)}`;
  const ask = async (query: string, variables: Record<string, unknown>): Promise<Record<string, never>> => {
    const { data, errors } = await stack.graphql({ token: owner }, query, variables);
    expect(errors).toEqual([]);
    return data as Record<string, never>;
  };
  const newMember = async (): Promise<{ memberId: string; email: string; oneTimePassword: string }> => {
    const localPart = nextName();
    const query = `mutation ($input: CreateMemberInput!) { createMember(input: $input) { ... on MemberCreated { oneTimePassword member { id } workflow { state } } } }`;
    const { createMember } = (await ask(query, { input: { tenantId: tenant.id, displayName: localPart, localPart } })) as unknown as { createMember: { oneTimePassword: string; member: { id: string }; workflow: { state: string } } };
    expect(createMember.workflow.state).toBe('SUCCEEDED');
    return { memberId: createMember.member.id, email: tenant.email(localPart), oneTimePassword: createMember.oneTimePassword };
  };
  /** Somebody without a mailbox. */
  const newOutsider = async (): Promise<string> => {
    const query = `mutation ($input: CreateMemberInput!) { createMember(input: $input) { ... on MemberCreated { member { id } workflow { state } } } }`;
    const { createMember } = (await ask(query, { input: { tenantId: tenant.id, displayName: 'Otto Outside', externalSignIn: `${nextName()}@outside.example` } })) as unknown as { createMember: { member: { id: string }; workflow: { state: string } } };
    expect(createMember.workflow.state).toBe('SUCCEEDED');
    return createMember.member.id;
  };
  /** With them there are more in a file than an import has at work at once: some are not begun when it is paused. They are there already, which is least to do. */
  const crowd = Array.from({ length: 25 }, (_, index) => `crowd${index}`);
  let lastImport = Promise.resolve('');
  /** A file of somebody new, and of the crowd under other names, brought as far as these verbs do; those before it have come to their end. */
  const newImport = async (verbs: readonly ('start' | 'pause')[] = [], others: readonly string[] = []): Promise<string> => {
    await restOf(await lastImport);
    const rows = [nextName(), ...others].map((localPart) => `${localPart}@${tenant.domain},${localPart} ${nextName()}`);
    const answer = await fetch(`${stack.url}/imports/members?tenant=${tenant.id}`, { method: 'POST', headers: { 'content-type': 'text/csv', authorization: `Bearer ${owner}` }, body: `email,name\n${rows.join('\n')}\n` });
    const { importId } = (await answer.json()) as { importId: string };
    lastImport = Promise.resolve(importId);
    for (const verb of verbs) await ask(`mutation ($input: MemberImportInput!) { ${verb}MemberImport(input: $input) { __typename } }`, { input: { importId } });
    return importId;
  };
  /** Waits for an import to be done, and takes a paused one up again for that: a tenant has one at work. */
  const restOf = async (importId: string): Promise<void> => {
    const state = async (): Promise<string | undefined> => (await database.query<{ state: string }>('select state from identity.member_imports where id = $1', [importId === '' ? null : importId])).rows[0]?.state;
    for (let now = await state(); now === 'RUNNING' || now === 'PAUSED' || now === 'UNDOING'; now = await state()) {
      if (now === 'PAUSED') await ask(`mutation ($input: MemberImportInput!) { undoMemberImport(input: $input) { __typename } }`, { input: { importId } });
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  const suspended = async (): Promise<{ memberId: string }> => {
    const { memberId } = await newMember();
    await ask(`mutation ($input: MemberInput!) { suspendMember(input: $input) { ... on MemberSuspended { workflow { state } } } }`, { input: { memberId } });
    return { memberId };
  };
  /** The owner's: a tenant has as many seats as it has, and these mutations can share one mailbox. */
  const ownMailbox = async (): Promise<{ mailboxId: string }> => {
    const query = `query ($slug: String!, $id: ID!) { tenant(slug: $slug) { member(id: $id) { mailbox { id } } } }`;
    const { tenant: found } = (await ask(query, { slug: tenant.slug, id: (await stack.actorOf(tenant.email('owner')))?.memberships[0]?.memberId })) as unknown as { tenant: { member: { mailbox: { id: string } } } };
    return { mailboxId: found.member.mailbox.id };
  };
  const newAlias = async (): Promise<{ mailboxId: string; address: string }> => {
    const alias = { ...(await ownMailbox()), address: tenant.email(nextName()) };
    const { addMailboxAlias } = (await ask(`mutation ($input: AddMailboxAliasInput!) { addMailboxAlias(input: $input) { ... on MailboxAliasAdded { workflow { state } } } }`, { input: alias })) as unknown as { addMailboxAlias: { workflow: { state: string } } };
    expect(addMailboxAlias.workflow.state).toBe('SUCCEEDED');
    return alias;
  };
  const claimedDomain = async (): Promise<{ id: string; name: string; records: { host: string; type: string; value: string }[] }> => {
    const query = `mutation ($input: AddDomainInput!) { addDomain(input: $input) { ... on DomainAdded { domain { id name records { host type value } } } } }`;
    return ((await ask(query, { input: { tenantId: tenant.id, name: `${nextName()}-${tenant.domain}` } })) as unknown as { addDomain: { domain: Awaited<ReturnType<typeof claimedDomain>> } }).addDomain.domain;
  };
  const newDomain = async (): Promise<string> => {
    const { id, name, records } = await claimedDomain();
    publishRecords(stack.sandboxes.dns, { domain: name, records });
    const { recheckDomain } = (await ask(`mutation ($input: DomainInput!) { recheckDomain(input: $input) { ... on DomainRechecked { workflow { state } } } }`, { input: { domainId: id } })) as unknown as { recheckDomain: { workflow: { state: string } } };
    expect(recheckDomain.workflow.state).toBe('SUCCEEDED');
    return id;
  };
  /** The tenant's first domain, after another one has taken its place as the primary one. */
  const formerPrimary = async (): Promise<string> => {
    const { tenant: found } = (await ask(`query ($slug: String!) { tenant(slug: $slug) { domains { id name } } }`, { slug: tenant.slug })) as unknown as { tenant: { domains: { id: string; name: string }[] } };
    const next = await newDomain();
    const { tenant: of } = (await ask(`query ($slug: String!, $id: ID!) { tenant(slug: $slug) { domain(id: $id) { name zoneFile } } }`, { slug: tenant.slug, id: next })) as unknown as { tenant: { domain: { name: string; zoneFile: string } } };
    await fetch(`${stack.sandboxes.places.dnsControlUrl}/zones/${of.domain.name}`, { method: 'PUT', headers: { 'content-type': 'text/plain' }, body: of.domain.zoneFile });
    await ask(`mutation ($input: DomainInput!) { recheckDomain(input: $input) { __typename } }`, { input: { domainId: next } });
    const told = await auditCount('domain.made_primary');
    await ask(`mutation ($input: DomainInput!) { makeDomainPrimary(input: $input) { ... on DomainMadePrimary { primaryDomain { isPrimary } } } }`, { input: { domainId: next } });
    // Its own entry is none of those that are counted.
    expect(await settledAuditCount('domain.made_primary', told + 1)).toBe(told + 1);
    return found.domains.find(({ name }) => name === tenant.domain)?.id ?? '';
  };
  const newList = async (): Promise<string> => (await newListNamed()).listId;
  const newListNamed = async (): Promise<{ listId: string; address: string }> => {
    const input = { tenantId: tenant.id, name: 'Team', address: tenant.email(nextName()), recipients: ['partner@outside.example'] };
    const { createDistributionList } = (await ask(`mutation ($input: CreateDistributionListInput!) { createDistributionList(input: $input) { ... on DistributionListCreated { distributionList { id } workflow { state } } } }`, { input })) as unknown as { createDistributionList: { distributionList: { id: string }; workflow: { state: string } } };
    expect(createDistributionList.workflow.state).toBe('SUCCEEDED');
    return { listId: createDistributionList.distributionList.id, address: input.address };
  };
  /** A creation that stopped at its mailbox. */
  const stopped = async (): Promise<{ workflowId: string }> => {
    const mend = stack.sandboxes.stalwart.faults.add({ match: { method: 'POST' }, kind: 'down' });
    const localPart = nextName();
    const query = `mutation ($input: CreateMemberInput!) { createMember(input: $input) { ... on MemberCreated { workflow { id } } } }`;
    const { createMember } = (await ask(query, { input: { tenantId: tenant.id, displayName: localPart, localPart } })) as unknown as { createMember: { workflow: { id: string } } };
    const { id } = createMember.workflow;
    const state = async (): Promise<string> => (await database.query<{ state: string }>('select state from identity.workflows where id = $1', [id])).rows[0]?.state ?? '';
    while ((await state()) === 'RUNNING') await new Promise((resolve) => setTimeout(resolve, 50));
    mend();
    return { workflowId: id };
  };

  const scenarios: Readonly<Record<string, Scenario>> = {
    createMember: { prepare: async () => ({ input: { tenantId: tenant.id, displayName: 'Freja Lund', localPart: nextName() } }), success: 'MemberCreated', action: 'member.created' },
    suspendMember: { prepare: async () => ({ input: { memberId: (await newMember()).memberId } }), success: 'MemberSuspended', action: 'member.suspended' },
    resumeMember: { prepare: async () => ({ input: await suspended() }), success: 'MemberResumed', action: 'member.resumed' },
    signOutMember: { prepare: async () => ({ input: { memberId: (await newMember()).memberId } }), success: 'MemberSignedOut', action: 'member.signed_out' },
    resetMemberPassword: { prepare: async () => ({ input: { memberId: (await newMember()).memberId } }), success: 'MemberPasswordReset', action: 'member.password_reset' },
    changeMemberAddress: { prepare: async () => ({ input: { memberId: (await newMember()).memberId, localPart: nextName() } }), success: 'MemberAddressChanged', action: 'member.address_changed' },
    changeMemberSignIn: { prepare: async () => ({ input: { memberId: await newOutsider(), email: `${nextName()}@outside.example` } }), success: 'MemberSignInChanged', action: 'member.sign_in_changed' },
    createMailbox: { prepare: async () => ({ input: { memberId: await newOutsider(), localPart: nextName() } }), success: 'MailboxCreated', action: 'mailbox.created' },
    mapMemberImport: { prepare: async () => ({ input: { importId: await newImport(), columns: [{ column: 1, field: 'DISPLAY_NAME' }] } }), success: 'MemberImportMapped', action: 'import.mapped' },
    startMemberImport: { prepare: async () => ({ input: { importId: await newImport() } }), success: 'MemberImportStarted', action: 'import.started' },
    pauseMemberImport: { prepare: async () => ({ input: { importId: await newImport(['start'], crowd) } }), success: 'MemberImportPaused', action: 'import.paused' },
    resumeMemberImport: { prepare: async () => ({ input: { importId: await newImport(['start', 'pause'], crowd) } }), success: 'MemberImportResumed', action: 'import.resumed' },
    undoMemberImport: { prepare: async () => ({ input: { importId: await newImport(['start', 'pause'], crowd) } }), success: 'MemberImportUndone', action: 'import.undone' },
    updateMember: { prepare: async () => ({ input: { memberId: (await newMember()).memberId, phone: '+47 22 00 00 00' } }), success: 'MemberUpdated', action: 'member.updated' },
    changeMemberRole: { prepare: async () => ({ input: { memberId: (await newMember()).memberId, role: 'ADMIN' } }), success: 'MemberRoleChanged', action: 'member.role_changed' },
    transferOwnership: { prepare: async () => ({ input: { tenantId: tenant.id, memberId: (await newMember()).memberId } }), success: 'OwnershipTransferred', action: 'tenant.ownership_transferred' },
    removeMember: { prepare: async () => ({ input: { memberId: (await newMember()).memberId } }), success: 'MemberRemoved', action: 'member.removed' },
    changePassword: {
      prepare: async () => {
        const { email, oneTimePassword } = await newMember();
        return { input: { newPassword: 'a long way to the harbour' }, token: await stack.tokenOf(email, oneTimePassword) };
      },
      success: 'PasswordChanged',
      action: 'member.password_changed',
    },
    addDomain: { prepare: async () => ({ input: { tenantId: tenant.id, name: `${nextName()}.test` } }), success: 'DomainAdded', action: 'domain.added' },
    addMailboxAlias: { prepare: async () => ({ input: { mailboxId: (await ownMailbox()).mailboxId, address: tenant.email(nextName()), description: 'Desk' } }), success: 'MailboxAliasAdded', action: 'alias.added' },
    updateMailboxAlias: { prepare: async () => ({ input: { ...(await newAlias()), enabled: false } }), success: 'MailboxAliasUpdated', action: 'alias.updated' },
    removeMailboxAlias: { prepare: async () => ({ input: await newAlias() }), success: 'MailboxAliasRemoved', action: 'alias.removed' },
    removeDomain: { prepare: async () => ({ input: { domainId: await newDomain() } }), success: 'DomainRemoved', action: 'domain.removed' },
    makeDomainPrimary: { prepare: async () => ({ input: { domainId: await formerPrimary() } }), success: 'DomainMadePrimary', action: 'domain.made_primary' },
    setDmarcPolicy: { prepare: async () => ({ input: { domainId: (await claimedDomain()).id, policy: 'QUARANTINE' } }), success: 'DmarcPolicySet', action: 'domain.dmarc_policy_set' },
    setSpfPolicy: { prepare: async () => ({ input: { domainId: (await claimedDomain()).id, policy: 'FAIL' } }), success: 'SpfPolicySet', action: 'domain.spf_policy_set' },
    createDistributionList: { prepare: async () => ({ input: { tenantId: tenant.id, name: 'Team', address: tenant.email(nextName()), recipients: ['partner@outside.example', 'no address'] } }), success: 'DistributionListCreated', action: 'distribution_list.created' },
    updateDistributionList: { prepare: async () => ({ input: { listId: await newList(), name: 'Crew', address: tenant.email(nextName()) } }), success: 'DistributionListUpdated', action: 'distribution_list.updated' },
    addDistributionListRecipients: { prepare: async () => ({ input: { listId: await newList(), recipients: ['one@outside.example', 'no address'] } }), success: 'DistributionListRecipientsAdded', action: 'distribution_list.recipients_added' },
    removeDistributionListRecipients: { prepare: async () => ({ input: { listId: await newList(), recipients: ['partner@outside.example', 'nobody@outside.example'] } }), success: 'DistributionListRecipientsRemoved', action: 'distribution_list.recipients_removed' },
    deleteDistributionList: { prepare: async () => ({ input: await newListNamed() }), success: 'DistributionListDeleted', action: 'distribution_list.deleted' },
    recheckDomain: {
      prepare: async () => {
        const { tenant: found } = (await ask(`query ($slug: String!) { tenant(slug: $slug) { domains { id } } }`, { slug: tenant.slug })) as unknown as { tenant: { domains: { id: string }[] } };
        return { input: { domainId: found.domains[0]?.id } };
      },
      success: 'DomainRechecked',
      action: null,
    },
    bookSlot: {
      prepare: async () => {
        const [from, to] = [0, 14].map((days) => new Date(Date.now() + days * 86_400_000).toISOString());
        const query = `query ($tenant: String!, $from: DateTime!, $to: DateTime!) { publicBookingPage(tenant: $tenant, page: "demo") { slots(from: $from, to: $to) { startsAt } } }`;
        const { publicBookingPage } = (await ask(query, { tenant: tenant.slug, from, to })) as unknown as { publicBookingPage: { slots: { startsAt: string }[] } };
        return { input: { tenant: tenant.slug, page: 'demo', startsAt: publicBookingPage.slots[0]?.startsAt, attendeeName: 'Vera Visitor', attendeeEmail: `${nextName()}@visitor.example` } };
      },
      success: 'SlotBooked',
      action: 'booking.booked',
    },
    retryWorkflow: { prepare: async () => ({ input: await stopped() }), success: 'WorkflowRetried', action: 'workflow.retried' },
    undoWorkflow: { prepare: async () => ({ input: await stopped() }), success: 'WorkflowUndone', action: 'workflow.undone' },
  };

  const documentOf = (name: string): string => {
    const field = mutations.find((one) => one.name === name);
    const success = schema.getType((scenarios[name] as Scenario).success) as GraphQLObjectType;
    const fails = (getNamedType(field?.type as GraphQLOutputType) as GraphQLUnionType).getTypes().length > 1;
    return `mutation Sent($input: ${String(field?.args[0]?.type)}) { ${name}(input: $input) { __typename ... on ${success.name} { ${plain(success).join(' ')} } ${fails ? '... on Failure { code message }' : ''} } }`;
  };
  const send = async (name: string, input: Record<string, unknown>, key: string, token: string): Promise<Sent> => {
    const answer = await fetch(`${stack.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'idempotency-key': key }, body: JSON.stringify({ query: documentOf(name), variables: { input } }) });
    // What it cost is each answer's own: the second time it is next to nothing.
    const { data, errors } = (await answer.json()) as Sent['body'];
    return { status: answer.status, body: { ...(data === undefined ? {} : { data }), ...(errors ? { errors } : {}) }, replayed: answer.headers.get('idempotency-replayed') === 'true' };
  };
  /** Sends it and goes away before there is an answer. */
  const sendAndLeave = (name: string, input: Record<string, unknown>, key: string, token: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const body = JSON.stringify({ query: documentOf(name), variables: { input } });
      const going = httpRequest(`${stack.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'idempotency-key': key, 'content-length': Buffer.byteLength(body) } });
      going.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' ? resolve() : reject(error)));
      going.end(body, () => setTimeout(() => going.destroy(), 15));
      going.on('close', () => resolve());
    });
  const auditCount = async (action: string): Promise<number> => (await database.query<{ count: number }>('select count(*)::int from identity.audit_entries where tenant_id = $1 and action = $2', [tenant.id, action])).rows[0]?.count ?? 0;
  /** Entries of mail and booking arrive by their outboxes, all that wait together; those of identity stand beside the change. */
  const settledAuditCount = async (action: string, expected: number): Promise<number> => {
    if (!/^(alias|distribution_list|domain|booking)\./.test(action)) return auditCount(action);
    for (let looked = 0; looked < 60 && (await auditCount(action)) < expected; looked += 1) await new Promise((resolve) => setTimeout(resolve, 50));
    return auditCount(action);
  };

  it('is asked of every mutation there is', () => {
    expect(Object.keys(scenarios).sort()).toEqual(mutations.map(({ name }) => name).sort());
  });

  describe.each(Object.keys(scenarios))('%s', (name) => {
    const { prepare, success, action } = scenarios[name] as Scenario;

    it.each<[string, (send: () => Promise<Sent>, leave: () => Promise<void>) => Promise<readonly Sent[]>]>([
      ['one after the other', async (again) => [await again(), await again()]],
      ['at the same time', async (again) => Promise.all([again(), again(), again()])],
      ['after the answer was lost', async (again, leave) => (await leave(), [await again(), await again()])],
    ])('happens once when it is sent %s', async (_way, play) => {
      const { input, token = owner } = await prepare();
      const key = randomUUID();
      const before = action === null ? 0 : await auditCount(action);
      const answers = await play(
        () => send(name, input, key, token),
        () => sendAndLeave(name, input, key, token),
      );
      const [first] = answers;
      expect(first?.body.errors).toBeUndefined();
      expect(first?.body.data?.[name]?.__typename).toBe(success);
      for (const answer of answers) expect([answer.status, answer.body]).toEqual([200, first?.body]);
      expect(answers.filter(({ replayed }) => replayed).length).toBeGreaterThanOrEqual(answers.length - 1);
      if (action !== null) expect((await settledAuditCount(action, before + 1)) - before).toBe(1);
    }, 30_000);
  });

  it('refuses another request under a key, a key that is none, and takes a quoted one for the same', async () => {
    const { input } = await (scenarios['createMember'] as Scenario).prepare();
    const first = await send('createMember', input, 'k-1', owner);
    expect(await send('createMember', input, '"k-1"', owner)).toEqual({ ...first, replayed: true });
    const other = await send('createMember', { ...input, displayName: 'Somebody Else' }, 'k-1', owner);
    expect([other.status, other.body.errors?.[0]?.extensions.code]).toEqual([422, 'BAD_USER_INPUT']);
    for (const bad of ['two words', 'x'.repeat(256), '""']) expect((await send('createMember', input, bad, owner)).status).toBe(400);
  });

  it('keeps the keys of one caller apart from those of another', async () => {
    const { input } = await (scenarios['createMember'] as Scenario).prepare();
    await send('createMember', input, 'shared', owner);
    const { email, oneTimePassword } = await newMember();
    const other = await send('changePassword', { newPassword: 'a long way to the harbour' }, 'shared', await stack.tokenOf(email, oneTimePassword));
    expect([other.body.data?.['changePassword']?.__typename, other.replayed]).toEqual(['PasswordChanged', false]);
  });

  it('keeps no answer that says nothing was done', async () => {
    const key = randomUUID();
    const wrong = { tenantId: randomUUID(), displayName: 'Nobody', localPart: nextName() };
    const [first, second] = [await send('createMember', wrong, key, owner), await send('createMember', wrong, key, owner)];
    expect([first.body.errors?.[0]?.extensions.code, second.body.errors?.[0]?.extensions.code, second.replayed]).toEqual(['NOT_FOUND', 'NOT_FOUND', false]);
  });
});

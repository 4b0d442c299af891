import type { Actor, UserActor } from '@dezky/kit/context/actor';
import { newId } from '@dezky/kit/database/id';
import type { Pool } from 'pg';
import { IdentityBench, create, somebody, stack } from './identity-bench.fixture';
import type { PeerSystems } from './peer-systems.fixture';

describe('identity subgraph', () => {
  let bench: IdentityBench;
  let ask: IdentityBench['ask'];
  let newTenant: IdentityBench['newTenant'];
  let createMember: IdentityBench['createMember'];
  let nextLocalPart: () => string;
  let accountOf: IdentityBench['accountOf'];
  let systems: PeerSystems;
  let database: Pool;

  beforeAll(async () => {
    bench = await IdentityBench.start();
    ({ ask, newTenant, createMember, nextLocalPart, accountOf, systems, database } = bench);
  }, 90_000);
  afterAll(() => bench.stop(), 30_000);
  afterEach(() => bench.mend());

  const over = (verb: 'suspend' | 'resume' | 'remove') => async (actor: Actor, memberId: string) => {
    const name = `${verb}Member`;
    const { data, codes } = await ask<Record<string, { __typename: string; message?: string; workflow?: { id: string; state: string } }>>(
      actor,
      `mutation ($input: MemberInput!) { ${name}(input: $input) { __typename ... on Failure { message } ... on Member${verb === 'suspend' ? 'Suspended' : verb === 'resume' ? 'Resumed' : 'Removed'} { workflow { id state } } } }`,
      { input: { memberId } },
    );
    return { result: data[name], codes };
  };

  describe('createMember', () => {
    it('brings a colleague to life over all systems, and keeps the password in clear nowhere', async () => {
      const tenantId = await newTenant(5);
      const localPart = nextLocalPart();
      const created = await createMember(somebody(tenantId), { tenantId, localPart, role: 'ADMIN' });
      expect(created).toMatchObject({ __typename: 'MemberCreated', member: { status: 'ACTIVE', role: 'ADMIN' }, workflow: { state: 'SUCCEEDED' } });
      expect(created.workflow.steps.every(({ state }) => state === 'DONE')).toBe(true);
      expect(accountOf(`${localPart}@acme.test`)).toMatchObject({ active: true, name: 'Berta Beck' });
      expect(systems.mailboxes.get(created.member.id)).toBe('ACTIVE');
      expect(systems.drives.get(created.member.id)).toBe('ACTIVE');
      expect(systems.passwords.get(created.member.id)).toBe(created.oneTimePassword);
      expect(systems.seats.get(tenantId)?.seats).toBe(1);
      const { rows } = await database.query(`select w.secret, w::text as everything from identity.workflows w where id = $1`, [created.workflow.id]);
      expect(rows[0].secret).toBeNull();
      expect(rows[0].everything).not.toContain(created.oneTimePassword);
    });

    it.each([
      ['nothing before the @', { localPart: '' }, ['input', 'localPart']],
      ['a space, which the mail server would drop', { localPart: 'two words' }, ['input', 'localPart']],
      ['a sub-address', { localPart: 'a+b' }, ['input', 'localPart']],
      ['the mail server’s sign for impersonation', { localPart: 'a%b' }, ['input', 'localPart']],
      ['a leading dot', { localPart: '.a' }, ['input', 'localPart']],
      ['an address the mail system keeps', { localPart: 'Postmaster' }, ['input', 'localPart']],
      ['no name', { displayName: '  ' }, ['input', 'displayName']],
      ['a name that is too long', { displayName: 'x'.repeat(121) }, ['input', 'displayName']],
      ['a name with markup', { displayName: '<b>' }, ['input', 'displayName']],
      ['a second owner', { role: 'OWNER' }, ['input', 'role']],
    ])('refuses %s, and writes nothing', async (_what, input, path) => {
      const tenantId = await newTenant();
      expect(await createMember(somebody(tenantId), { tenantId, localPart: 'fine', ...input })).toMatchObject({ __typename: 'InvalidInput', path });
      expect((await database.query('select 1 from identity.members where tenant_id = $1', [tenantId])).rowCount).toBe(0);
    });

    it('wants a verified domain and a free address', async () => {
      const tenantId = await newTenant();
      systems.offer = { verified: false, taken: new Set() };
      expect(await createMember(somebody(tenantId), { tenantId, localPart: 'a' })).toMatchObject({ __typename: 'DomainNotVerified' });
      systems.offer = { verified: true, taken: new Set(['a@acme.test']) };
      expect(await createMember(somebody(tenantId), { tenantId, localPart: 'a' })).toMatchObject({ __typename: 'AddressTaken' });
    });

    it('gives an address to one of two who ask at once, and the last seat as well', async () => {
      const tenantId = await newTenant();
      const localPart = nextLocalPart();
      const both = await Promise.all([1, 2].map(() => createMember(somebody(tenantId), { tenantId, localPart })));
      expect(both.map(({ __typename }) => __typename).sort()).toEqual(['AddressTaken', 'MemberCreated']);
      const small = await newTenant(1);
      const race = await Promise.all([nextLocalPart(), nextLocalPart()].map((name) => createMember(somebody(small), { tenantId: small, localPart: name })));
      expect(race.map(({ __typename }) => __typename).sort()).toEqual(['MemberCreated', 'SeatLimitReached']);
      expect(race.find(({ __typename }) => __typename === 'SeatLimitReached')?.seats).toEqual({ used: 1, limit: 1 });
    });

    it('stops with the plain reason when a system refuses, goes on by Retry, and leaves no trace after Undo', async () => {
      const tenantId = await newTenant();
      const admin = somebody(tenantId);
      systems.faults.set('provisionMailbox', { system: 'STALWART', fault: 'REFUSED', message: 'The mail server refuses this address.' });
      const [retried, undone] = [nextLocalPart(), nextLocalPart()];
      const [one, other] = await Promise.all([retried, undone].map((localPart) => createMember(admin, { tenantId, localPart })));
      expect(one?.workflow.state).toBe('NEEDS_ATTENTION');
      expect(one?.workflow.steps.find(({ name }) => name === 'provision-mailbox')).toMatchObject({ state: 'FAILED', lastError: 'The mail server refuses this address.' });
      systems.faults.clear();
    systems.letIn.clear();
    systems.sessions.clear();
      const resume = (field: string, workflowId: string | undefined) =>
        ask<Record<string, { __typename: string; workflow: { state: string } }>>(admin, `mutation ($input: WorkflowInput!) { ${field}(input: $input) { __typename ... on ${field === 'retryWorkflow' ? 'WorkflowRetried' : 'WorkflowUndone'} { workflow { state } } ... on WorkflowNotWaiting { workflow { state } } } }`, { input: { workflowId } });
      expect((await resume('retryWorkflow', one?.workflow.id)).data['retryWorkflow']).toEqual({ __typename: 'WorkflowRetried', workflow: { state: 'SUCCEEDED' } });
      expect((await resume('retryWorkflow', one?.workflow.id)).data['retryWorkflow']?.__typename).toBe('WorkflowNotWaiting');
      expect((await resume('undoWorkflow', other?.workflow.id)).data['undoWorkflow']).toEqual({ __typename: 'WorkflowUndone', workflow: { state: 'UNDONE' } });
      expect(accountOf(`${retried}@acme.test`)).toBeDefined();
      expect(accountOf(`${undone}@acme.test`)).toBeUndefined();
      expect((await database.query('select 1 from identity.users where email = $1', [`${undone}@acme.test`])).rowCount).toBe(0);
      expect(systems.seats.get(tenantId)?.seats).toBe(1);
      expect((await resume('undoWorkflow', newId())).codes).toEqual(['NOT_FOUND']);
    });

    it('is for admins of that tenant alone', async () => {
      const [tenantId, foreign] = [await newTenant(), await newTenant()];
      const attempt = async (actor: Actor): Promise<string[]> => (await ask(actor, create, { input: { tenantId, displayName: 'X', localPart: 'x' } })).codes;
      expect(await attempt(somebody(tenantId, 'MEMBER'))).toEqual(['FORBIDDEN']);
      expect(await attempt(somebody(foreign))).toEqual(['NOT_FOUND']);
      expect(await attempt({ kind: 'PUBLIC' })).toEqual(['UNAUTHENTICATED']);
      expect(await attempt(somebody(tenantId, 'OWNER', { passwordChangeRequired: true }))).toEqual(['FORBIDDEN']);
      expect(await attempt({ kind: 'PEER', peer: 'mail', tenantId })).toEqual(['FORBIDDEN']);
      expect(await attempt({ kind: 'API_CLIENT', clientId: 'c', name: 'C', scopes: ['members:read'], tenantIds: [tenantId] })).toEqual(['FORBIDDEN']);
    });
  });

  describe('suspendMember, resumeMember and removeMember', () => {
    it('close every system, open it again, and leave nothing in the end', async () => {
      const tenantId = await newTenant();
      const admin = somebody(tenantId);
      const localPart = nextLocalPart();
      const { member } = await createMember(admin, { tenantId, localPart });
      expect((await over('suspend')(admin, member.id)).result).toMatchObject({ __typename: 'MemberSuspended', workflow: { state: 'SUCCEEDED' } });
      expect([accountOf(`${localPart}@acme.test`)?.active, systems.mailboxes.get(member.id), systems.drives.get(member.id)]).toEqual([false, 'FROZEN', 'FROZEN']);
      expect((await over('suspend')(admin, member.id)).result?.__typename).toBe('InvalidInput');
      expect((await over('resume')(admin, member.id)).result).toMatchObject({ __typename: 'MemberResumed', workflow: { state: 'SUCCEEDED' } });
      expect([accountOf(`${localPart}@acme.test`)?.active, systems.mailboxes.get(member.id), systems.drives.get(member.id)]).toEqual([true, 'ACTIVE', 'ACTIVE']);
      expect((await over('remove')(admin, member.id)).result).toMatchObject({ __typename: 'MemberRemoved', workflow: { state: 'SUCCEEDED' } });
      expect([accountOf(`${localPart}@acme.test`), systems.mailboxes.get(member.id), systems.drives.get(member.id)]).toEqual([undefined, undefined, undefined]);
      expect(systems.seats.get(tenantId)?.seats).toBe(0);
      expect((await over('remove')(admin, member.id)).codes).toEqual(['NOT_FOUND']);
    });

    it('cannot be turned on oneself, on the owner, or on another tenant', async () => {
      const tenantId = await newTenant();
      const owner = await createMember(stack, { tenantId, localPart: nextLocalPart(), role: 'OWNER' });
      const { member } = await createMember(somebody(tenantId), { tenantId, localPart: nextLocalPart(), role: 'ADMIN' });
      const { rows } = await database.query<{ user_id: string }>('select user_id from identity.members where id = $1', [member.id]);
      const self = somebody(tenantId, 'ADMIN', { userId: rows[0]?.user_id ?? '' });
      for (const verb of ['suspend', 'remove'] as const) {
        expect((await over(verb)(self, member.id)).result?.__typename).toBe('NotYourself');
        expect((await over(verb)(self, owner.member.id)).result?.__typename).toBe('RoleLocked');
        expect((await over(verb)(somebody(await newTenant()), member.id)).codes).toEqual(['NOT_FOUND']);
      }
      expect(systems.mailboxes.get(member.id)).toBe('ACTIVE');
    });

    it('lets a member in again when a suspension that stopped is undone', async () => {
      const tenantId = await newTenant();
      const admin = somebody(tenantId);
      const { member } = await createMember(admin, { tenantId, localPart: nextLocalPart() });
      systems.faults.set('freezeMailbox', { system: 'STALWART', fault: 'REFUSED', message: 'No.' });
      const { result } = await over('suspend')(admin, member.id);
      expect(result?.workflow?.state).toBe('NEEDS_ATTENTION');
      await ask(admin, `mutation ($input: WorkflowInput!) { undoWorkflow(input: $input) { __typename } }`, { input: { workflowId: result?.workflow?.id } });
      const { rows } = await database.query('select status, blocked_at from identity.members where id = $1', [member.id]);
      expect(rows[0]).toEqual({ status: 'ACTIVE', blocked_at: null });
    });
  });

  describe('signOutMember and resetMemberPassword', () => {
    const change = async (field: 'signOutMember' | 'resetMemberPassword', actor: Actor, memberId: string) => {
      const success = field === 'signOutMember' ? 'MemberSignedOut' : 'MemberPasswordReset';
      const more = field === 'signOutMember' ? 'sessionsEnded' : 'oneTimePassword';
      const { data, codes } = await ask<Record<string, { __typename: string; sessionsEnded?: number; oneTimePassword?: string; workflow?: { state: string } }>>(
        actor,
        `mutation ($input: MemberInput!) { ${field}(input: $input) { __typename ... on ${success} { ${more} workflow { state } } } }`,
        { input: { memberId } },
      );
      return { result: data[field], codes };
    };
    const seenAt = (email: string): Promise<UserActor> => bench.actorOf(email);

    it('ends what was given out before, from the moment it is asked for', async () => {
      const tenantId = await newTenant();
      const localPart = nextLocalPart();
      const { member } = await createMember(somebody(tenantId), { tenantId, localPart });
      expect((await seenAt(`${localPart}@acme.test`)).sessionsEndedAt).toBeUndefined();
      const before = Date.now();
      expect((await change('signOutMember', somebody(tenantId), member.id)).result).toEqual({ __typename: 'MemberSignedOut', sessionsEnded: 0, workflow: { state: 'SUCCEEDED' } });
      const endedAt = Date.parse((await seenAt(`${localPart}@acme.test`)).sessionsEndedAt ?? '');
      expect(endedAt).toBeGreaterThanOrEqual(before);
      // Tokens tell whole seconds: those given out once it is done are later than the end of the ones before.
      expect(Math.floor(Date.now() / 1_000) * 1_000).toBeGreaterThanOrEqual(endedAt);
    });

    it('gives one new one-time password to sign-in and mailbox, which has to be changed', async () => {
      const tenantId = await newTenant();
      const localPart = nextLocalPart();
      const { member, oneTimePassword } = await createMember(somebody(tenantId), { tenantId, localPart });
      await database.query('update identity.users set password_change_required = false where email = $1', [`${localPart}@acme.test`]);
      const { result } = await change('resetMemberPassword', somebody(tenantId), member.id);
      expect(result).toMatchObject({ __typename: 'MemberPasswordReset', workflow: { state: 'SUCCEEDED' } });
      expect(result?.oneTimePassword).not.toBe(oneTimePassword);
      expect(systems.passwords.get(member.id)).toBe(result?.oneTimePassword);
      expect((await seenAt(`${localPart}@acme.test`)).passwordChangeRequired).toBe(true);
    });

    it.each(['signOutMember', 'resetMemberPassword'] as const)('%s cannot be turned on oneself, on another tenant, or on somebody whose sign-in is not this tenant’s alone', async (field) => {
      const tenantId = await newTenant();
      const { member } = await createMember(somebody(tenantId), { tenantId, localPart: nextLocalPart(), role: 'ADMIN' });
      const { rows } = await database.query<{ user_id: string }>('select user_id from identity.members where id = $1', [member.id]);
      const userId = rows[0]?.user_id ?? '';
      expect((await change(field, somebody(tenantId, 'ADMIN', { userId }), member.id)).result?.__typename).toBe('NotYourself');
      expect((await change(field, somebody(await newTenant()), member.id)).codes).toEqual(['NOT_FOUND']);
      await database.query(`insert into identity.members (id, tenant_id, user_id, address, role, status, display_name) values ($1, $2, $3, 'elsewhere@other.test', 'MEMBER', 'SUSPENDED', 'Berta Beck')`, [newId(), await newTenant(), userId]);
      expect((await change(field, somebody(tenantId), member.id)).result?.__typename).toBe('SignInShared');
    });
  });

  describe('changePassword', () => {
    const change = `mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { __typename ... on PasswordChanged { workflow { state } } ... on Failure { message } } }`;
    const actorOf = (address: string): Promise<UserActor> => bench.actorOf(address);

    it('replaces the one-time password in every system, once', async () => {
      const tenantId = await newTenant();
      const localPart = nextLocalPart();
      const { member } = await createMember(somebody(tenantId), { tenantId, localPart });
      const actor = await actorOf(`${localPart}@acme.test`);
      expect(actor.passwordChangeRequired).toBe(true);
      const attempt = async (newPassword: string) => (await ask<{ changePassword: { __typename: string; message?: string } }>(actor, change, { input: { newPassword } })).data.changePassword;
      expect(await attempt('short')).toMatchObject({ __typename: 'InvalidInput' });
      expect(await attempt('password1234')).toMatchObject({ __typename: 'InvalidInput' });
      expect((await attempt('password1234')).message).toMatch(/[.!]$/);
      expect(await attempt('seven green horses')).toMatchObject({ __typename: 'PasswordChanged', workflow: { state: 'SUCCEEDED' } });
      expect(systems.passwords.get(member.id)).toBe('seven green horses');
      const after = await actorOf(`${localPart}@acme.test`);
      expect(after.passwordChangeRequired).toBe(false);
      expect((await ask<{ changePassword: { __typename: string } }>(after, change, { input: { newPassword: 'eight green horses' } })).data.changePassword.__typename).toBe('InvalidInput');
    });
  });

  describe('the audit log', () => {
    const entriesOf = async (tenantId: string) =>
      (await database.query<{ action: string; outcome: string; summary: string; target: { name: string } | null; actor: { name: string } }>('select action, outcome, summary, target, actor from identity.audit_entries where tenant_id = $1 order by sequence', [tenantId])).rows;

    it('tells of what was refused, with the reason, to the tenant of who asked and to nobody else', async () => {
      const [tenantId, foreign] = [await newTenant(), await newTenant()];
      const { member } = await createMember(somebody(tenantId), { tenantId, localPart: nextLocalPart(), role: 'ADMIN' });
      const userId = await bench.userOf(member.id);
      await over('suspend')(somebody(tenantId, 'ADMIN', { userId }), member.id);
      await over('remove')(somebody(tenantId, 'MEMBER'), member.id);
      await over('remove')(somebody(foreign), member.id);
      await over('remove')({ kind: 'PUBLIC' }, member.id);
      await createMember(somebody(tenantId), { tenantId, localPart: 'two words' });
      const [, ...refused] = await entriesOf(tenantId);
      expect(refused).toEqual([
        expect.objectContaining({ action: 'member.suspended', outcome: 'REFUSED', target: { kind: 'member', id: member.id, name: 'Berta Beck' }, summary: 'Suspend member (Berta Beck): refused. You cannot suspend yourself. Ask another admin.' }),
        expect.objectContaining({ action: 'member.removed', outcome: 'REFUSED', summary: 'Remove member (Berta Beck): refused. You do not have the right to do this.' }),
        expect.objectContaining({ action: 'member.created', outcome: 'REFUSED', target: null }),
      ]);
      expect(await entriesOf(foreign)).toEqual([]);
    });

    it('tells of what began and did not come to its end, in the name of who began it', async () => {
      const tenantId = await newTenant();
      const { member } = await createMember(somebody(tenantId), { tenantId, localPart: nextLocalPart() });
      systems.faults.set('freezeMailbox', { system: 'STALWART', fault: 'REFUSED', message: 'The mail server is closed for stock-taking.' });
      await over('suspend')(somebody(tenantId), member.id);
      const entries = await entriesOf(tenantId);
      expect(entries.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual(['member.created SUCCEEDED', 'member.suspended SUCCEEDED', 'member.suspended FAILED']);
      expect(entries[2]).toMatchObject({ summary: 'Stopped at “Freeze the mailbox”. The mail server is closed for stock-taking.', actor: { name: 'Ada Admin' }, target: { name: 'Berta Beck' } });
    });

    it('tells of a mutation that a system failed before anything began', async () => {
      const tenantId = await newTenant();
      systems.faults.set('mailboxOffer', { system: 'STALWART', fault: 'UNREACHABLE', message: 'Stalwart cannot be reached.' });
      await ask(somebody(tenantId), create, { input: { tenantId, displayName: 'Berta Beck', localPart: 'a' } });
      expect(await entriesOf(tenantId)).toEqual([expect.objectContaining({ action: 'member.created', outcome: 'FAILED', summary: 'Create member: failed. Stalwart cannot be reached.' })]);
    });
  });

  it('writes each change into the audit log of its tenant, with who and from where, and no secret', async () => {
    const tenantId = await newTenant();
    const admin = somebody(tenantId);
    const { member, oneTimePassword } = await createMember(admin, { tenantId, localPart: nextLocalPart() });
    await over('suspend')(admin, member.id);
    const { data } = await ask<{ _entities: [{ auditLog: { totalCount: number; edges: { node: Record<string, unknown> }[] } }] }>(
      admin,
      `query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on Tenant { auditLog(first: 10) { totalCount edges { node { action outcome summary ipAddress actor { name email } changes { field before after } } } } } } }`,
      { refs: [{ __typename: 'Tenant', id: tenantId }] },
    );
    const { edges, totalCount } = data._entities[0].auditLog;
    expect(totalCount).toBe(2);
    expect(edges.map(({ node }) => node['action'])).toEqual(['member.suspended', 'member.created']);
    expect(edges[0]?.node).toMatchObject({ ipAddress: '192.0.2.1', actor: { name: 'Ada Admin' }, changes: [{ field: 'status', before: 'ACTIVE', after: 'SUSPENDED' }] });
    expect(JSON.stringify(edges)).not.toContain(oneTimePassword);
  });
});

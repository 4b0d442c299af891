import type { Actor } from '@dezky/kit/context/actor';
import { IdentityBench, somebody, stack } from '../../identity-bench.fixture';

const over = (name: string, success: string): string => `mutation ($input: MemberInput!) { ${name}(input: $input) { __typename ... on ${success} { workflow { state } } ... on Failure { message } } }`;
const createMailbox = `mutation ($input: CreateMailboxInput!) { createMailbox(input: $input) { __typename ... on MailboxCreated { oneTimePassword workflow { state } member { roleLock } } ... on Failure { message path } } }`;
const changeSignIn = `mutation ($input: ChangeMemberSignInInput!) { changeMemberSignIn(input: $input) { __typename ... on MemberSignInChanged { workflow { state } } ... on Failure { message path } } }`;

/** People who sign in with an address from outside, and those who do so for two tenants. */
describe('members with a sign-in from outside', () => {
  let bench: IdentityBench;
  let people = 0;
  beforeAll(async () => {
    bench = await IdentityBench.start();
  }, 90_000);
  afterAll(() => bench.stop(), 30_000);
  afterEach(() => bench.mend());

  const outside = (): string => `freelancer-${(people += 1)}@outside.example`;
  const row = async (memberId: string): Promise<{ address: string; status: string; email: string; bootstrap: boolean }> =>
    (await bench.database.query(`select m.address, m.status, m.bootstrap, u.email from identity.members m join identity.users u on u.id = m.user_id where m.id = $1`, [memberId])).rows[0];
  const change = async (actor: Actor, name: string, success: string, memberId: string) =>
    (await bench.ask<Record<string, { __typename: string; workflow?: { state: string } }>>(actor, over(name, success), { input: { memberId } })).data[name];

  it('are created with sign-in, storage account and seat, and no mailbox', async () => {
    const tenantId = await bench.newTenant();
    const externalSignIn = outside();
    const created = await bench.createMember(somebody(tenantId), { tenantId, externalSignIn: externalSignIn.toUpperCase() });
    expect(created).toMatchObject({ __typename: 'MemberCreated', workflow: { state: 'SUCCEEDED' } });
    expect(created.workflow.steps.map(({ name }) => name)).toEqual(['reserve-member', 'create-sign-in', 'provision-drive', 'update-seats', 'activate-member']);
    expect(created.oneTimePassword).toMatch(/^[a-z0-9-]{19}$/);
    expect(bench.accountOf(externalSignIn)?.active).toBe(true);
    expect([bench.systems.mailboxes.has(created.member.id), bench.systems.drives.get(created.member.id), bench.systems.seats.get(tenantId)?.seats]).toEqual([false, 'ACTIVE', 1]);
  });

  it('are refused with both kinds of address, with neither, on a domain that is here, and when somebody else has the name', async () => {
    const [tenantId, other] = [await bench.newTenant(), await bench.newTenant()];
    const attempt = (input: Record<string, unknown>) => bench.createMember(somebody(tenantId), { tenantId, ...input });
    expect(await attempt({ localPart: 'a', externalSignIn: outside() })).toMatchObject({ __typename: 'InvalidInput', path: ['input', 'externalSignIn'] });
    expect(await attempt({})).toMatchObject({ __typename: 'InvalidInput', path: ['input', 'localPart'] });
    expect(await attempt({ externalSignIn: 'boss@acme.test' })).toMatchObject({ __typename: 'InvalidInput', path: ['input', 'externalSignIn'] });
    const taken = outside();
    await bench.createMember(somebody(other), { tenantId: other, externalSignIn: taken });
    // An admin of this tenant alone does not take up a sign-in whose password another tenant's admin may know.
    expect(await attempt({ externalSignIn: taken })).toMatchObject({ __typename: 'AddressTaken', path: ['input', 'externalSignIn'] });
  });

  it('get a mailbox later, whose address becomes theirs while they sign in as before', async () => {
    const tenantId = await bench.newTenant();
    const externalSignIn = outside();
    const { member } = await bench.createMember(stack, { tenantId, externalSignIn, role: 'ADMIN' });
    await bench.database.query('update identity.users set password_change_required = false where email = $1', [externalSignIn]);
    expect((await row(member.id)).bootstrap).toBe(true);
    const localPart = bench.nextLocalPart();
    const ask = async () => (await bench.ask<{ createMailbox: { __typename: string; oneTimePassword: string } }>(somebody(tenantId), createMailbox, { input: { memberId: member.id, localPart } })).data.createMailbox;
    const made = await ask();
    expect(made).toMatchObject({ __typename: 'MailboxCreated', workflow: { state: 'SUCCEEDED' }, member: { roleLock: null } });
    expect(bench.systems.passwords.get(member.id)).toBe(made.oneTimePassword);
    expect(await row(member.id)).toEqual({ address: `${localPart}@acme.test`, status: 'ACTIVE', email: externalSignIn, bootstrap: false });
    expect((await bench.actorOf(externalSignIn)).passwordChangeRequired).toBe(true);
    expect((await ask()).__typename).toBe('InvalidInput');
  });

  it('change the address they sign in with, at the identity provider and the storage alike', async () => {
    const tenantId = await bench.newTenant();
    const [before, after] = [outside(), outside()];
    const { member } = await bench.createMember(somebody(tenantId), { tenantId, externalSignIn: before });
    const ask = async (email: string) => (await bench.ask<{ changeMemberSignIn: { __typename: string } }>(somebody(tenantId), changeSignIn, { input: { memberId: member.id, email } })).data.changeMemberSignIn;
    expect(await ask(after)).toMatchObject({ __typename: 'MemberSignInChanged', workflow: { state: 'SUCCEEDED' } });
    expect([bench.accountOf(before), bench.accountOf(after)?.active, bench.systems.usernames.get(member.id)]).toEqual([undefined, true, after]);
    expect(await row(member.id)).toMatchObject({ address: after, email: after });
    expect((await ask('boss@acme.test')).__typename).toBe('InvalidInput');
    const other = outside();
    await bench.createMember(somebody(tenantId), { tenantId, externalSignIn: other });
    expect((await ask(other)).__typename).toBe('AddressTaken');
  });

  it('keep the name they signed in with until no storage account is tied to it, whoever wants it', async () => {
    const [tenantId, other] = [await bench.newTenant(), await bench.newTenant()];
    const before = outside();
    const { member } = await bench.createMember(somebody(tenantId), { tenantId, externalSignIn: before });
    bench.systems.faults.set('renameDrive', { system: 'OCIS', fault: 'REFUSED', message: 'No.' });
    await bench.ask(somebody(tenantId), changeSignIn, { input: { memberId: member.id, email: outside() } });
    // Signed in by that name, somebody would be shown these files.
    const stranger = await bench.createMember(somebody(other), { tenantId: other, externalSignIn: before });
    expect(stranger.workflow.steps.map(({ name, state }) => `${name} ${state}`)).toEqual(expect.arrayContaining(['create-sign-in FAILED', 'provision-drive PLANNED']));
    expect(bench.authentik.accounts().filter(({ username }) => username === before)).toHaveLength(1);
  });

  describe('who work for two tenants', () => {
    const shared = async () => {
      const [here, there] = [await bench.newTenant(), await bench.newTenant()];
      const both = somebody(here, 'ADMIN', { memberships: [here, there].map((tenantId) => ({ tenantId, memberId: `admin-of-${tenantId}`, role: 'ADMIN' as const })) });
      const externalSignIn = outside();
      const first = await bench.createMember(both, { tenantId: there, externalSignIn });
      const second = await bench.createMember(both, { tenantId: here, externalSignIn });
      return { here, there, externalSignIn, first: first.member, second };
    };

    it('are joined by somebody who administers both, keep their password, and have one sign-in', async () => {
      const { externalSignIn, first, second, here, there } = await shared();
      expect(second).toMatchObject({ __typename: 'MemberCreated', oneTimePassword: null, workflow: { state: 'SUCCEEDED' } });
      expect(await bench.userOf(second.member.id)).toBe(await bench.userOf(first.id));
      expect((await bench.actorOf(externalSignIn)).memberships.map(({ tenantId }) => tenantId).sort()).toEqual([here, there].sort());
      expect([bench.systems.seats.get(here)?.seats, bench.systems.seats.get(there)?.seats]).toEqual([1, 1]);
      expect(await bench.createMember(somebody(here), { tenantId: here, externalSignIn })).toMatchObject({ __typename: 'AddressTaken' });
    });

    it('lose in one tenant what is of that tenant alone', async () => {
      const { externalSignIn, first, second, here, there } = await shared();
      expect(await change(somebody(here), 'suspendMember', 'MemberSuspended', second.member.id)).toMatchObject({ workflow: { state: 'SUCCEEDED' } });
      expect([bench.accountOf(externalSignIn)?.active, (await bench.actorOf(externalSignIn)).memberships.map(({ tenantId }) => tenantId)]).toEqual([true, [there]]);
      expect(await change(somebody(here), 'resumeMember', 'MemberResumed', second.member.id)).toMatchObject({ workflow: { state: 'SUCCEEDED' } });
      expect(await change(somebody(here), 'removeMember', 'MemberRemoved', second.member.id)).toMatchObject({ workflow: { state: 'SUCCEEDED' } });
      expect([bench.accountOf(externalSignIn)?.active, await row(first.id), bench.systems.drives.get(first.id)]).toEqual([true, { address: externalSignIn, status: 'ACTIVE', email: externalSignIn, bootstrap: false }, 'ACTIVE']);
      // Now it is the other tenant's alone, and goes with the last place.
      expect(await change(somebody(there), 'removeMember', 'MemberRemoved', first.id)).toMatchObject({ workflow: { state: 'SUCCEEDED' } });
      expect(bench.accountOf(externalSignIn)).toBeUndefined();
      expect((await bench.database.query('select 1 from identity.users where email = $1', [externalSignIn])).rowCount).toBe(0);
    });

    it('are kept out of everything once both tenants keep them out, and come in again where one lets them', async () => {
      const { externalSignIn, first, second, here, there } = await shared();
      await change(somebody(here), 'suspendMember', 'MemberSuspended', second.member.id);
      await change(somebody(there), 'suspendMember', 'MemberSuspended', first.id);
      expect(bench.accountOf(externalSignIn)?.active).toBe(false);
      await change(somebody(here), 'resumeMember', 'MemberResumed', second.member.id);
      expect([bench.accountOf(externalSignIn)?.active, (await bench.actorOf(externalSignIn)).memberships.map(({ tenantId }) => tenantId)]).toEqual([true, [here]]);
    });

    it('are let in by the other tenant also when one takes back that it let them in again', async () => {
      const { externalSignIn, first, second, here, there } = await shared();
      await change(somebody(here), 'suspendMember', 'MemberSuspended', second.member.id);
      await change(somebody(there), 'suspendMember', 'MemberSuspended', first.id);
      bench.authentik.faults.add({ match: { method: 'PATCH' }, kind: 'down' });
      const query = `mutation ($input: MemberInput!) { resumeMember(input: $input) { ... on MemberResumed { workflow { id state } } } }`;
      const { workflow } = (await bench.ask<{ resumeMember: { workflow: { id: string; state: string } } }>(somebody(here), query, { input: { memberId: second.member.id } })).data.resumeMember;
      expect(workflow.state).toBe('NEEDS_ATTENTION');
      bench.authentik.faults.clear();
      await change(somebody(there), 'resumeMember', 'MemberResumed', first.id);
      await bench.ask(somebody(here), `mutation ($input: WorkflowInput!) { undoWorkflow(input: $input) { __typename } }`, { input: { workflowId: workflow.id } });
      expect([bench.accountOf(externalSignIn)?.active, (await row(second.member.id)).status, (await row(first.id)).status]).toEqual([true, 'SUSPENDED', 'ACTIVE']);
    });

    it('are not joined while a change of their sign-in has not ended, which would reach the other tenant later', async () => {
      const [here, there] = [await bench.newTenant(), await bench.newTenant()];
      const both = somebody(here, 'ADMIN', { memberships: [here, there].map((tenantId) => ({ tenantId, memberId: `admin-of-${tenantId}`, role: 'ADMIN' as const })) });
      const [before, after] = [outside(), outside()];
      const { member } = await bench.createMember(both, { tenantId: there, externalSignIn: before });
      bench.systems.faults.set('renameDrive', { system: 'OCIS', fault: 'REFUSED', message: 'No.' });
      const query = `mutation ($input: ChangeMemberSignInInput!) { changeMemberSignIn(input: $input) { ... on MemberSignInChanged { workflow { id state } } } }`;
      const { workflow } = (await bench.ask<{ changeMemberSignIn: { workflow: { id: string; state: string } } }>(both, query, { input: { memberId: member.id, email: after } })).data.changeMemberSignIn;
      expect(workflow.state).toBe('NEEDS_ATTENTION');
      bench.mend();
      expect(await bench.createMember(both, { tenantId: here, externalSignIn: after })).toMatchObject({ __typename: 'InvalidInput', path: ['input', 'externalSignIn'] });
      await bench.ask(both, `mutation ($input: WorkflowInput!) { retryWorkflow(input: $input) { __typename } }`, { input: { workflowId: workflow.id } });
      expect(await bench.createMember(both, { tenantId: here, externalSignIn: after })).toMatchObject({ __typename: 'MemberCreated' });
    });

    it('are let in elsewhere when their resumption stops here and is taken back', async () => {
      const { externalSignIn, second, here, there } = await shared();
      await change(somebody(here), 'suspendMember', 'MemberSuspended', second.member.id);
      bench.authentik.faults.add({ match: { method: 'PATCH', path: /\/core\/users/ }, kind: 'down' });
      expect(await change(somebody(here), 'resumeMember', 'MemberResumed', second.member.id)).toMatchObject({ workflow: { state: 'NEEDS_ATTENTION' } });
      bench.authentik.faults.clear();
      const { rows } = await bench.database.query<{ id: string }>(`select id from identity.workflows where subject_id = $1 and name = 'resumeMember'`, [second.member.id]);
      await bench.ask(somebody(here), `mutation ($input: WorkflowInput!) { undoWorkflow(input: $input) { __typename } }`, { input: { workflowId: rows[0]?.id } });
      expect((await bench.database.query('select state from identity.workflows where id = $1', [rows[0]?.id])).rows).toEqual([{ state: 'UNDONE' }]);
      expect([bench.accountOf(externalSignIn)?.active, (await bench.actorOf(externalSignIn)).memberships.map(({ tenantId }) => tenantId)]).toEqual([true, [there]]);
    });

    it('keep their own name where another tenant calls them otherwise', async () => {
      const { externalSignIn, second, here } = await shared();
      await bench.ask(somebody(here), `mutation ($input: UpdateMemberInput!) { updateMember(input: $input) { __typename } }`, { input: { memberId: second.member.id, displayName: 'Bertie' } });
      expect([bench.accountOf(externalSignIn)?.name, (await bench.actorOf(externalSignIn)).name]).toEqual(['Berta Beck', 'Berta Beck']);
    });

    it('choose one password for sign-in and mailbox, whichever tenant they were let into last', async () => {
      const [here, there] = [await bench.newTenant(), await bench.newTenant()];
      const both = somebody(here, 'ADMIN', { memberships: [here, there].map((tenantId) => ({ tenantId, memberId: `admin-of-${tenantId}`, role: 'ADMIN' as const })) });
      const localPart = bench.nextLocalPart();
      const address = `${localPart}@acme.test`;
      const { member } = await bench.createMember(both, { tenantId: there, localPart });
      expect(await bench.createMember(both, { tenantId: here, externalSignIn: address })).toMatchObject({ workflow: { state: 'SUCCEEDED' } });
      // A row that is written again comes last of those that are read in no order.
      await bench.database.query(`update identity.members set display_name = 'Written Again' where id = $1`, [member.id]);
      const chosen = 'Correct-Horse-77-Battery';
      await bench.ask(await bench.actorOf(address), `mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { __typename } }`, { input: { newPassword: chosen } });
      expect(bench.systems.passwords.get(member.id)).toBe(chosen);
    });

    it('leave nothing behind when the last place they had went before another was given up', async () => {
      const [here, there] = [await bench.newTenant(), await bench.newTenant()];
      const both = somebody(here, 'ADMIN', { memberships: [here, there].map((tenantId) => ({ tenantId, memberId: `admin-of-${tenantId}`, role: 'ADMIN' as const })) });
      const externalSignIn = outside();
      const { member } = await bench.createMember(both, { tenantId: there, externalSignIn });
      bench.systems.faults.set('setSeats', { system: 'STRIPE', fault: 'REFUSED', message: 'No.' });
      const stopped = await bench.createMember(both, { tenantId: here, externalSignIn });
      bench.mend();
      expect(await change(both, 'removeMember', 'MemberRemoved', member.id)).toMatchObject({ workflow: { state: 'SUCCEEDED' } });
      await bench.ask(both, `mutation ($input: WorkflowInput!) { undoWorkflow(input: $input) { __typename } }`, { input: { workflowId: stopped.workflow.id } });
      expect([bench.accountOf(externalSignIn), (await bench.database.query('select 1 from identity.users where email = $1', [externalSignIn])).rowCount]).toEqual([undefined, 0]);
      expect(await bench.createMember(somebody(here), { tenantId: here, externalSignIn })).toMatchObject({ __typename: 'MemberCreated', workflow: { state: 'SUCCEEDED' } });
    });

    it.each(['setSeats', 'removeDrive'])('leave no sign-in behind when two tenants remove them at once and one stops on the way (%s)', async (field) => {
      const { externalSignIn, first, second, here, there } = await shared();
      bench.systems.faults.set(field, { system: 'STRIPE', fault: 'REFUSED', message: 'No.' });
      const query = `mutation ($input: MemberInput!) { removeMember(input: $input) { ... on MemberRemoved { workflow { id state } } } }`;
      const { workflow } = (await bench.ask<{ removeMember: { workflow: { id: string; state: string } } }>(somebody(there), query, { input: { memberId: first.id } })).data.removeMember;
      expect(workflow.state).toBe('NEEDS_ATTENTION');
      bench.mend();
      expect(await change(somebody(here), 'removeMember', 'MemberRemoved', second.member.id)).toMatchObject({ workflow: { state: 'SUCCEEDED' } });
      expect(bench.accountOf(externalSignIn)?.active).toBe(false);
      await bench.ask(somebody(there), `mutation ($input: WorkflowInput!) { retryWorkflow(input: $input) { __typename } }`, { input: { workflowId: workflow.id } });
      expect([bench.accountOf(externalSignIn), (await bench.database.query('select 1 from identity.users where email = $1', [externalSignIn])).rowCount]).toEqual([undefined, 0]);
    });

    it('leave no trace in a tenant whose creation is undone', async () => {
      const [here, there] = [await bench.newTenant(), await bench.newTenant()];
      const both = somebody(here, 'ADMIN', { memberships: [here, there].map((tenantId) => ({ tenantId, memberId: `admin-of-${tenantId}`, role: 'ADMIN' as const })) });
      const externalSignIn = outside();
      const { member } = await bench.createMember(both, { tenantId: there, externalSignIn });
      bench.systems.faults.set('setSeats', { system: 'STRIPE', fault: 'REFUSED', message: 'No.' });
      const stopped = await bench.createMember(both, { tenantId: here, externalSignIn });
      expect(stopped.workflow.state).toBe('NEEDS_ATTENTION');
      bench.mend();
      await bench.ask(both, `mutation ($input: WorkflowInput!) { undoWorkflow(input: $input) { __typename } }`, { input: { workflowId: stopped.workflow.id } });
      expect([await row(stopped.member.id), (await row(member.id)).status, bench.accountOf(externalSignIn)?.active]).toEqual([undefined, 'ACTIVE', true]);
    });
  });
});

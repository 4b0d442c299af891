import { IdentityBench, somebody } from '../identity-bench.fixture';

interface Begun {
  readonly __typename: string;
  readonly oneTimePassword?: string;
  readonly workflow?: { readonly id: string; readonly state: string };
}

/** A change that stopped waits for as long as nobody looks at it; what it knows may be old by then. */
describe('a change that stopped', () => {
  let bench: IdentityBench;
  beforeAll(async () => {
    bench = await IdentityBench.start();
  }, 90_000);
  afterAll(() => bench.stop(), 30_000);
  afterEach(() => bench.mend());

  const fault = (field: string, system = 'STALWART') => bench.systems.faults.set(field, { system, fault: 'REFUSED', message: 'No.' });
  const change = async (tenantId: string, name: string, success: string, input: Record<string, unknown>, type = 'MemberInput'): Promise<Begun> => {
    const query = `mutation ($input: ${type}!) { ${name}(input: $input) { __typename ... on ${success} { workflow { id state } ${name === 'resetMemberPassword' ? 'oneTimePassword' : ''} } } }`;
    return (await bench.ask<Record<string, Begun>>(somebody(tenantId), query, { input })).data[name] as Begun;
  };
  const goOn = async (tenantId: string, verb: 'retry' | 'undo', begun: { workflow?: { id: string } }): Promise<{ __typename: string; message?: string }> => {
    const name = `${verb}Workflow`;
    return (await bench.ask<Record<string, never>>(somebody(tenantId), `mutation ($input: WorkflowInput!) { ${name}(input: $input) { __typename ... on Failure { message } } }`, { input: { workflowId: begun.workflow?.id } })).data[name] as never;
  };
  const member = async (tenantId: string) => {
    const localPart = bench.nextLocalPart();
    return { localPart, ...(await bench.createMember(somebody(tenantId), { tenantId, localPart })) };
  };
  const row = async (id: string) => (await bench.database.query<{ status: string; blocked: boolean; address: string }>('select status, blocked_at is not null as blocked, address from identity.members where id = $1', [id])).rows[0];

  it.each(['retry', 'undo'] as const)('brings nobody back who is being removed, or was (%s)', async (verb) => {
    const tenantId = await bench.newTenant();
    const { member: { id }, localPart } = await member(tenantId);
    fault('freezeMailbox');
    const suspension = await change(tenantId, 'suspendMember', 'MemberSuspended', { memberId: id });
    expect(suspension.workflow?.state).toBe('NEEDS_ATTENTION');
    bench.mend();
    fault('removeMailbox');
    const removal = await change(tenantId, 'removeMember', 'MemberRemoved', { memberId: id });
    expect(removal.workflow?.state).toBe('NEEDS_ATTENTION');
    bench.mend();
    expect(await goOn(tenantId, verb, suspension)).toMatchObject({ __typename: 'WorkflowNotWaiting', message: expect.stringContaining('A later change') });
    expect([await row(id), bench.accountOf(`${localPart}@acme.test`)?.active]).toEqual([{ status: 'REMOVING', blocked: true, address: `${localPart}@acme.test` }, false]);
    expect(await goOn(tenantId, 'retry', removal)).toMatchObject({ __typename: 'WorkflowRetried' });
    expect(await row(id)).toBeUndefined();
    expect((await goOn(tenantId, verb, suspension)).__typename).toBe('WorkflowNotWaiting');
  });

  it('makes no mailbox and no sign-in for somebody who was removed before they were there', async () => {
    const tenantId = await bench.newTenant();
    fault('provisionMailbox');
    const created = await member(tenantId);
    expect(created.workflow.state).toBe('NEEDS_ATTENTION');
    bench.mend();
    expect(await change(tenantId, 'removeMember', 'MemberRemoved', { memberId: created.member.id })).toMatchObject({ workflow: { state: 'SUCCEEDED' } });
    expect((await goOn(tenantId, 'retry', created)).__typename).toBe('WorkflowNotWaiting');
    expect([bench.systems.mailboxes.has(created.member.id), bench.accountOf(`${created.localPart}@acme.test`)]).toEqual([false, undefined]);
  });

  it('sets no password that another one has replaced', async () => {
    const tenantId = await bench.newTenant();
    const { member: { id } } = await member(tenantId);
    fault('setMailboxPassword');
    const first = await change(tenantId, 'resetMemberPassword', 'MemberPasswordReset', { memberId: id });
    expect(first.workflow?.state).toBe('NEEDS_ATTENTION');
    bench.mend();
    const second = await change(tenantId, 'resetMemberPassword', 'MemberPasswordReset', { memberId: id });
    expect(second.workflow?.state).toBe('SUCCEEDED');
    expect((await goOn(tenantId, 'retry', first)).__typename).toBe('WorkflowNotWaiting');
    expect(bench.systems.passwords.get(id)).toBe(second.oneTimePassword);
  });

  it('gives nobody an address back that they have changed since', async () => {
    const tenantId = await bench.newTenant();
    const { member: { id } } = await member(tenantId);
    const rename = (localPart: string) => change(tenantId, 'changeMemberAddress', 'MemberAddressChanged', { memberId: id, localPart, keepOldAddress: false }, 'ChangeMemberAddressInput');
    fault('renameDrive', 'OCIS');
    const stopped = await rename('stopped-half-way');
    bench.mend();
    expect((await rename('where-it-ended')).workflow?.state).toBe('SUCCEEDED');
    for (const verb of ['retry', 'undo'] as const) expect((await goOn(tenantId, verb, stopped)).__typename).toBe('WorkflowNotWaiting');
    expect([(await row(id))?.address, bench.accountOf('where-it-ended@acme.test')?.active]).toEqual(['where-it-ended@acme.test', true]);
  });

  it('gives no mailbox to somebody who is suspended since', async () => {
    const tenantId = await bench.newTenant();
    const { member: { id } } = await bench.createMember(somebody(tenantId), { tenantId, externalSignIn: 'stopped@outside.example' });
    fault('provisionMailbox');
    const stopped = await change(tenantId, 'createMailbox', 'MailboxCreated', { memberId: id, localPart: bench.nextLocalPart() }, 'CreateMailboxInput');
    bench.mend();
    expect(await change(tenantId, 'suspendMember', 'MemberSuspended', { memberId: id })).toMatchObject({ __typename: 'MemberSuspended' });
    bench.systems.mailboxes.delete(id);
    expect(await goOn(tenantId, 'retry', stopped)).toMatchObject({ __typename: 'WorkflowNotWaiting', message: expect.stringContaining('kept out') });
    expect(bench.systems.mailboxes.has(id)).toBe(false);
  });

  it('changes no sign-in that another tenant uses by now', async () => {
    const [here, there] = [await bench.newTenant(), await bench.newTenant()];
    const { member: { id }, localPart } = await member(here);
    fault('setMailboxPassword');
    const stopped = await change(here, 'resetMemberPassword', 'MemberPasswordReset', { memberId: id });
    bench.mend();
    const userId = await bench.userOf(id);
    await bench.database.query(`insert into identity.members (id, tenant_id, user_id, address, role, status, display_name, bootstrap, created_at) values ($1, $2, $3, $4, 'MEMBER', 'ACTIVE', 'B', false, now())`, [`there-${userId}`, there, userId, `${localPart}@acme.test`]);
    expect(await goOn(here, 'retry', stopped)).toMatchObject({ __typename: 'WorkflowNotWaiting', message: expect.stringContaining('elsewhere') });
  });

  it('waits for another change to the same person', async () => {
    const tenantId = await bench.newTenant();
    const { member: { id } } = await member(tenantId);
    fault('setMailboxName');
    const stopped = await change(tenantId, 'updateMember', 'MemberUpdated', { memberId: id, displayName: 'Somebody Else' }, 'UpdateMemberInput');
    expect(stopped.workflow?.state).toBe('NEEDS_ATTENTION');
    await bench.database.query(
      `insert into identity.workflows (id, tenant_id, subject_id, name, kind, state, input, actor, request_id)
       select id || '-twin', tenant_id, subject_id, 'signOutMember', 'SIGN_OUT_MEMBER', 'RUNNING', input, actor, request_id from identity.workflows where id = $1`,
      [stopped.workflow?.id],
    );
    bench.mend();
    expect(await goOn(tenantId, 'retry', stopped)).toMatchObject({ __typename: 'WorkflowNotWaiting', message: expect.stringContaining('Wait for it') });
    await bench.database.query(`update identity.workflows set state = 'SUCCEEDED' where id = $1`, [`${stopped.workflow?.id}-twin`]);
    expect((await goOn(tenantId, 'retry', stopped)).__typename).toBe('WorkflowRetried');
  });
});

import { IdentityBench, somebody } from '../../identity-bench.fixture';

const change = `mutation ($input: ChangeMemberAddressInput!) { changeMemberAddress(input: $input) { __typename ... on MemberAddressChanged { workflow { id state steps { name state } } } ... on Failure { message path } } }`;

interface Answer {
  readonly __typename: string;
  readonly workflow?: { id: string; state: string; steps: { name: string; state: string }[] };
}

describe('changeMemberAddress', () => {
  let bench: IdentityBench;
  beforeAll(async () => {
    bench = await IdentityBench.start();
  }, 90_000);
  afterAll(() => bench.stop(), 30_000);
  afterEach(() => bench.mend());

  const newMember = async (tenantId: string): Promise<{ id: string; address: string }> => {
    const localPart = bench.nextLocalPart();
    return { id: (await bench.createMember(somebody(tenantId), { tenantId, localPart })).member.id, address: `${localPart}@acme.test` };
  };
  const rename = async (tenantId: string, memberId: string, localPart: string, more: Record<string, unknown> = {}): Promise<Answer> =>
    (await bench.ask<{ changeMemberAddress: Answer }>(somebody(tenantId), change, { input: { memberId, localPart, ...more } })).data.changeMemberAddress;
  /** The member in every system. */
  const everywhere = async (memberId: string): Promise<unknown> => {
    const { rows } = await bench.database.query(`select m.address, u.email, u.authentik_pk from identity.members m join identity.users u on u.id = m.user_id where m.id = $1`, [memberId]);
    const held = bench.systems.addresses.get(memberId);
    return { member: rows[0]?.address, user: rows[0]?.email, signIn: bench.authentik.accounts().find(({ pk }) => pk === rows[0]?.authentik_pk)?.username, mailbox: held?.address, aliases: [...(held?.aliases ?? [])], drive: bench.systems.usernames.get(memberId) };
  };

  it('renames sign-in, mailbox and storage account, and keeps the old address as an alias', async () => {
    const tenantId = await bench.newTenant();
    const { id, address } = await newMember(tenantId);
    const subject = (await bench.database.query('select subject from identity.users where email = $1', [address])).rows[0]?.subject;
    const [localPart, to] = ['berta.beck', 'berta.beck@acme.test'];
    expect(await rename(tenantId, id, localPart)).toMatchObject({ __typename: 'MemberAddressChanged', workflow: { state: 'SUCCEEDED' } });
    expect(await everywhere(id)).toEqual({ member: to, user: to, signIn: to, mailbox: to, aliases: [address], drive: to });
    // The same person: nothing was deleted and made anew.
    expect((await bench.database.query('select subject from identity.users where email = $1', [to])).rows[0]?.subject).toBe(subject);
    expect(await rename(tenantId, id, localPart)).toMatchObject({ __typename: 'InvalidInput' });
  });

  it('lets go of the old address when it is not to stay', async () => {
    const tenantId = await bench.newTenant();
    const { id } = await newMember(tenantId);
    await rename(tenantId, id, 'shortlived', { keepOldAddress: false });
    expect(await everywhere(id)).toMatchObject({ mailbox: 'shortlived@acme.test', aliases: [] });
  });

  it('is refused where the address is somebody’s, the domain is not right, or there is no mailbox', async () => {
    const tenantId = await bench.newTenant();
    const [one, other] = [await newMember(tenantId), await newMember(tenantId)];
    expect(await rename(tenantId, one.id, other.address.split('@')[0] ?? '')).toMatchObject({ __typename: 'AddressTaken', path: ['input', 'localPart'] });
    expect(await rename(tenantId, one.id, 'a+b')).toMatchObject({ __typename: 'InvalidInput', path: ['input', 'localPart'] });
    bench.systems.offer = { verified: false, taken: new Set() };
    expect(await rename(tenantId, one.id, 'fine')).toMatchObject({ __typename: 'DomainNotVerified' });
    bench.mend();
    const outside = await bench.createMember(somebody(tenantId), { tenantId, externalSignIn: 'no-mailbox@outside.example' });
    expect(await rename(tenantId, outside.member.id, 'fine')).toMatchObject({ __typename: 'InvalidInput', path: ['input', 'memberId'] });
    expect((await bench.ask(somebody(await bench.newTenant()), change, { input: { memberId: one.id, localPart: 'fine' } })).codes).toEqual(['NOT_FOUND']);
    expect(await everywhere(one.id)).toMatchObject({ member: one.address, user: one.address, mailbox: one.address });
  });

  it('gives everything its old name back when it stopped and is undone', async () => {
    const tenantId = await bench.newTenant();
    const { id, address } = await newMember(tenantId);
    bench.systems.faults.set('renameDrive', { system: 'OCIS', fault: 'REFUSED', message: 'No.' });
    const { workflow } = await rename(tenantId, id, 'half-way');
    expect(workflow).toMatchObject({ state: 'NEEDS_ATTENTION' });
    expect(await everywhere(id)).toMatchObject({ signIn: 'half-way@acme.test', mailbox: 'half-way@acme.test', drive: address });
    bench.mend();
    await bench.ask(somebody(tenantId), `mutation ($input: WorkflowInput!) { undoWorkflow(input: $input) { __typename } }`, { input: { workflowId: workflow?.id } });
    expect(await everywhere(id)).toEqual({ member: address, user: address, signIn: address, mailbox: address, aliases: [], drive: address });
  });

  it('gives an alias back that had become the address, when that is undone', async () => {
    const tenantId = await bench.newTenant();
    const { id, address } = await newMember(tenantId);
    await rename(tenantId, id, 'for-a-while');
    bench.systems.faults.set('renameDrive', { system: 'OCIS', fault: 'REFUSED', message: 'No.' });
    const { workflow } = await rename(tenantId, id, address.split('@')[0] ?? '');
    expect(workflow).toMatchObject({ state: 'NEEDS_ATTENTION' });
    bench.mend();
    await bench.ask(somebody(tenantId), `mutation ($input: WorkflowInput!) { undoWorkflow(input: $input) { __typename } }`, { input: { workflowId: workflow?.id } });
    expect(await everywhere(id)).toMatchObject({ mailbox: 'for-a-while@acme.test', aliases: [address], signIn: 'for-a-while@acme.test' });
  });

  it('gives an address to one of two who are renamed to it at once', async () => {
    const tenantId = await bench.newTenant();
    const [one, other] = [await newMember(tenantId), await newMember(tenantId)];
    const answers = await Promise.all([rename(tenantId, one.id, 'wanted'), rename(tenantId, other.id, 'wanted')]);
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual(['AddressTaken', 'MemberAddressChanged']);
  });
});

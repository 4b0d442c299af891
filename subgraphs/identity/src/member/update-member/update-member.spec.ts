import { newId } from '@dezky/kit/database/id';
import { IdentityBench, somebody } from '../../identity-bench.fixture';

const update = `mutation ($input: UpdateMemberInput!) { updateMember(input: $input) { __typename
  ... on MemberUpdated { member { displayName firstName lastName phone alternativeEmail } workflow { id state steps { name state lastError } } } ... on Failure { message path } } }`;

interface Answer {
  readonly __typename: string;
  readonly member?: Record<string, string | null>;
  readonly workflow?: { id: string; state: string; steps: { name: string; state: string; lastError: string | null }[] } | null;
  readonly path?: string[];
}

describe('updateMember', () => {
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
  const change = async (tenantId: string, memberId: string, input: Record<string, string | null>): Promise<Answer> =>
    (await bench.ask<{ updateMember: Answer }>(somebody(tenantId), update, { input: { memberId, ...input } })).data.updateMember;

  it('changes what is named, clears what is null, and tells sign-in and mailbox', async () => {
    const tenantId = await bench.newTenant();
    const { id, address } = await newMember(tenantId);
    const given = { displayName: ' Berta  Beck-Lund ', firstName: 'Berta', lastName: 'Beck-Lund', phone: '+47 22 00 00 00', alternativeEmail: 'Berta@Home.example' };
    const first = await change(tenantId, id, given);
    expect(first).toMatchObject({ __typename: 'MemberUpdated', workflow: { state: 'SUCCEEDED' }, member: { ...given, displayName: 'Berta Beck-Lund', alternativeEmail: 'berta@home.example' } });
    expect(bench.accountOf(address)?.name).toBe('Berta Beck-Lund');
    expect(await bench.attributesOf(address)).toEqual({ dezky: { key: await bench.userOf(id), contact: { firstName: 'Berta', lastName: 'Beck-Lund', phone: '+47 22 00 00 00', alternativeEmail: 'berta@home.example' } } });
    expect(bench.systems.names.get(id)).toBe('Berta Beck-Lund');
    const second = await change(tenantId, id, { phone: null, lastName: '  ' });
    expect(second.member).toMatchObject({ displayName: 'Berta Beck-Lund', firstName: 'Berta', lastName: null, phone: null });
    expect(await change(tenantId, id, { phone: null })).toMatchObject({ __typename: 'MemberUpdated', workflow: null });
    const { rows } = await bench.database.query(`select changes from identity.audit_entries where tenant_id = $1 and action = 'member.updated' order by sequence desc`, [tenantId]);
    expect(rows[0]?.changes).toEqual([
      { field: 'lastName', before: 'Beck-Lund', after: null },
      { field: 'phone', before: '+47 22 00 00 00', after: null },
    ]);
    expect(rows).toHaveLength(2);
  });

  it.each([
    ['no display name', { displayName: null }, 'displayName'],
    ['markup', { firstName: '<b>' }, 'firstName'],
    ['letters for a number', { phone: 'call me' }, 'phone'],
  ])('refuses %s, and changes nothing', async (_what, input, field) => {
    const tenantId = await bench.newTenant();
    const { id } = await newMember(tenantId);
    expect(await change(tenantId, id, { lastName: 'Changed', ...input })).toMatchObject({ __typename: 'InvalidInput', path: ['input', field] });
    const { rows } = await bench.database.query('select last_name from identity.members where id = $1', [id]);
    expect(rows[0]?.last_name).toBeNull();
  });

  it('keeps the edit while a system that mirrors it is down, says so, and tells it when it is retried', async () => {
    const tenantId = await bench.newTenant();
    const { id, address } = await newMember(tenantId);
    bench.systems.faults.set('setMailboxName', { system: 'STALWART', fault: 'REFUSED', message: 'The mail server is closed for stock-taking.' });
    const { workflow, member } = await change(tenantId, id, { displayName: 'Berta Lund' });
    expect(member?.['displayName']).toBe('Berta Lund');
    expect(workflow).toMatchObject({ state: 'NEEDS_ATTENTION', steps: [{ name: 'mirror-to-sign-in', state: 'DONE' }, { name: 'mirror-to-mailbox', state: 'FAILED', lastError: 'The mail server is closed for stock-taking.' }] });
    // Edited again before it is mended: what is told then is the newest.
    bench.mend();
    expect(await change(tenantId, id, { displayName: 'Berta Holm' })).toMatchObject({ workflow: { state: 'SUCCEEDED' } });
    await bench.ask(somebody(tenantId), `mutation ($input: WorkflowInput!) { retryWorkflow(input: $input) { __typename } }`, { input: { workflowId: workflow?.id } });
    expect([bench.systems.names.get(id), bench.accountOf(address)?.name]).toEqual(['Berta Holm', 'Berta Holm']);
  });

  it('lets two edits at once both stand, everywhere', async () => {
    const tenantId = await bench.newTenant();
    const { id, address } = await newMember(tenantId);
    const both = await Promise.all([change(tenantId, id, { firstName: 'Berta' }), change(tenantId, id, { lastName: 'Lund' })]);
    expect(both.map(({ workflow }) => workflow?.state)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    expect(await bench.attributesOf(address)).toMatchObject({ dezky: { contact: { firstName: 'Berta', lastName: 'Lund' } } });
  });

  it('is for admins of that tenant alone', async () => {
    const tenantId = await bench.newTenant();
    const { id } = await newMember(tenantId);
    expect((await bench.ask(somebody(await bench.newTenant()), update, { input: { memberId: id, phone: null } })).codes).toEqual(['NOT_FOUND']);
    expect((await bench.ask(somebody(tenantId, 'MEMBER'), update, { input: { memberId: id, phone: null } })).codes).toEqual(['FORBIDDEN']);
    expect((await bench.ask(somebody(tenantId), update, { input: { memberId: newId(), phone: null } })).codes).toEqual(['NOT_FOUND']);
  });
});

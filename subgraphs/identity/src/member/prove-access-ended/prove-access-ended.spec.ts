import type { Actor } from '@dezky/kit/context/actor';
import { IdentityBench, somebody } from '../../identity-bench.fixture';

describe('the leaver’s proof', () => {
  let bench: IdentityBench;
  let ask: IdentityBench['ask'];
  let newTenant: IdentityBench['newTenant'];
  let systems: IdentityBench['systems'];
  beforeAll(async () => {
    bench = await IdentityBench.start();
    ({ ask, newTenant, systems } = bench);
  }, 90_000);
  afterAll(() => bench.stop(), 30_000);
  afterEach(() => bench.mend());

  const over = async (verb: 'suspend' | 'resume' | 'remove', actor: Actor, memberId: string): Promise<{ id: string; state: string } | undefined> => {
    const success = { suspend: 'MemberSuspended', resume: 'MemberResumed', remove: 'MemberRemoved' }[verb];
    const query = `mutation ($input: MemberInput!) { ${verb}Member(input: $input) { ... on ${success} { workflow { id state } } } }`;
    return (await ask<Record<string, { workflow?: { id: string; state: string } }>>(actor, query, { input: { memberId } })).data[`${verb}Member`]?.workflow;
  };
  interface Report {
    readonly memberName: string;
    readonly address: string;
    readonly reason: string;
    readonly proven: boolean;
    readonly startedAt: string;
    readonly finishedAt: string;
    readonly attempts: { way: string; outcome: string; system: string; detail: string; at: string }[];
  }
  const fields = '{ memberName address reason proven startedAt finishedAt attempts { way system outcome detail at } }';
  const ofWorkflow = async (actor: Actor, tenantId: string, workflowId: string | undefined): Promise<Report | null> => {
    const query = `query ($refs: [_Any!]!, $id: ID!) { _entities(representations: $refs) { ... on Tenant { accessReport(workflowId: $id) ${fields} } } }`;
    return (await ask<{ _entities: [{ accessReport: Report | null } | null] }>(actor, query, { refs: [{ __typename: 'Tenant', id: tenantId }], id: workflowId })).data._entities[0]?.accessReport ?? null;
  };
  const ofMember = async (actor: Actor, memberId: string): Promise<Report | null> => {
    const query = `query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on Member { accessReport ${fields} } } }`;
    return (await ask<{ _entities: [{ accessReport: Report | null } | null] }>(actor, query, { refs: [{ __typename: 'Member', id: memberId }] })).data._entities[0]?.accessReport ?? null;
  };
  const retry = async (actor: Actor, workflowId: string | undefined) =>
    (await ask<{ retryWorkflow: { workflow: { state: string; steps: { name: string; lastError: string | null }[] } } }>(actor, `mutation ($input: WorkflowInput!) { retryWorkflow(input: $input) { ... on WorkflowRetried { workflow { state steps { name lastError } } } } }`, { input: { workflowId } })).data.retryWorkflow.workflow;
  const newcomer = async (tenantId: string) => {
    const localPart = bench.nextLocalPart();
    const { member } = await bench.createMember(somebody(tenantId), { tenantId, localPart });
    const { rows } = await bench.database.query<{ subject: string }>('select subject from identity.users join identity.members on user_id = users.id where members.id = $1', [member.id]);
    return { id: member.id, address: `${localPart}@acme.test`, subject: rows[0]?.subject ?? '' };
  };

  it('is kept with the suspension, and for a removal also when the member is gone', async () => {
    const tenantId = await newTenant();
    const admin = somebody(tenantId);
    const { id, address, subject } = await newcomer(tenantId);
    expect(await ofMember(admin, id)).toBeNull();
    systems.sessions.set(subject, 'REFUSED');
    const suspension = (await over('suspend', admin, id));
    const report = await ofMember(admin, id);
    expect(report).toMatchObject({ memberName: 'Berta Beck', address, reason: 'SUSPENDED', proven: true });
    expect(report?.attempts).toHaveLength(11);
    expect(report).toEqual(await ofWorkflow(admin, tenantId, suspension?.id));
    // They have been tried, and are of no use any more.
    expect(systems.sessions.has(subject)).toBe(false);
    const removal = (await over('remove', admin, id));
    expect(removal?.state).toBe('SUCCEEDED');
    expect(await ofMember(admin, id)).toBeNull();
    expect(await ofWorkflow(admin, tenantId, removal?.id)).toMatchObject({ memberName: 'Berta Beck', address, reason: 'REMOVED', proven: true });
    expect(await ofWorkflow(somebody(await newTenant()), tenantId, removal?.id)).toBeNull();
    const elsewhere = await newTenant();
    expect(await ofWorkflow(somebody(elsewhere), elsewhere, removal?.id)).toBeNull();
    expect(await ofWorkflow(somebody(tenantId, 'MEMBER'), tenantId, removal?.id)).toBeNull();
  });

  it('is no success while somebody is let in: the workflow needs attention, the report says who, and Retry ends it', async () => {
    const tenantId = await newTenant();
    const admin = somebody(tenantId);
    const { id, subject } = await newcomer(tenantId);
    systems.sessions.set(subject, 'REFUSED');
    systems.letIn.add('IMAP');
    const workflow = (await over('suspend', admin, id));
    expect(workflow?.state).toBe('NEEDS_ATTENTION');
    const report = await ofMember(admin, id);
    expect(report?.proven).toBe(false);
    expect(report?.attempts.filter(({ outcome }) => outcome === 'LET_IN').map(({ way }) => way)).toEqual(['MAIL_IMAP']);
    // What was tried is still there to be tried again.
    expect(systems.sessions.has(subject)).toBe(true);
    expect((await retry(admin, workflow?.id)).steps.at(-1)).toMatchObject({ name: 'prove-access-ended', lastError: 'They are still let in. IMAP says so.' });
    systems.letIn.clear();
    expect((await retry(admin, workflow?.id)).state).toBe('SUCCEEDED');
    expect((await ofMember(admin, id))?.proven).toBe(true);
    expect(systems.sessions.has(subject)).toBe(false);
  });

  it('leaves the sessions of a person alone who is at home elsewhere as well', async () => {
    const tenantId = await newTenant();
    const { id, subject } = await newcomer(tenantId);
    systems.sessions.set(subject, 'KEPT');
    expect((await over('suspend', somebody(tenantId), id))?.state).toBe('SUCCEEDED');
    expect((await ofMember(somebody(tenantId), id))?.attempts.filter(({ outcome }) => outcome === 'KEPT')).toHaveLength(5);
    expect(systems.sessions.get(subject)).toBe('KEPT');
  });

  it('is tried once: a repetition after a death finds it written and tries nothing that is gone', async () => {
    const tenantId = await newTenant();
    const admin = somebody(tenantId);
    const { id, subject } = await newcomer(tenantId);
    systems.sessions.set(subject, 'REFUSED');
    systems.faults.set('forgetSessions', { system: 'DEZKY', fault: 'UNREACHABLE', message: 'The part of Dezky for gateway cannot be reached right now.' });
    const workflow = (await over('suspend', admin, id));
    expect(workflow?.state).toBe('NEEDS_ATTENTION');
    const written = await ofMember(admin, id);
    expect(written?.attempts.find(({ way }) => way === 'PORTAL_SESSION')?.outcome).toBe('REFUSED');
    systems.faults.clear();
    systems.sessions.clear();
    expect((await retry(admin, workflow?.id)).state).toBe('SUCCEEDED');
    expect(await ofMember(admin, id)).toEqual(written);
  });

  it('has nothing to prove once they were let in again', async () => {
    const tenantId = await newTenant();
    const admin = somebody(tenantId);
    const { id } = await newcomer(tenantId);
    systems.letIn.add('SMTP');
    const workflow = (await over('suspend', admin, id));
    expect((await over('resume', admin, id))?.state).toBe('SUCCEEDED');
    systems.letIn.clear();
    const again = await retry(admin, workflow?.id);
    expect([again.state, again.steps.at(-1)?.lastError]).toEqual(['NEEDS_ATTENTION', 'They have been let in again since. There is nothing to prove any more.']);
  });
});

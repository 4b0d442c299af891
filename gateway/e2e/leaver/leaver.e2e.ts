import { SessionStore } from '@dezky/gateway/authenticate/session-store';
import { Sealer } from '@dezky/kit/database/sealed';
import { type TestStack, type TestTenant, startTestStack } from '@dezky/stack/test-stack.fixture';
import { Pool } from 'pg';
import { type Keys, Lines, refresh, tryDoors } from './doors.fixture';

interface Report {
  readonly memberName: string;
  readonly address: string;
  readonly reason: string;
  readonly proven: boolean;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly attempts: readonly { readonly way: string; readonly system: string; readonly outcome: string; readonly detail: string; readonly at: string }[];
}

interface Work {
  readonly id: string;
  readonly state: string;
  readonly steps: readonly { readonly name: string; readonly state: string; readonly lastError: string | null }[];
}

const report = 'memberName address reason proven startedAt finishedAt attempts { way system outcome detail at }';
const open = { portal: 'in', api: 'in', userinfo: '200', files: '200', jmap: '200', imap: 'OK', smtp: '235' };

describe('a leaver', () => {
  let stack: TestStack;
  let pool: Pool;
  let tenant: TestTenant;
  let admin: string;

  beforeAll(async () => {
    stack = await startTestStack();
    pool = new Pool({ connectionString: stack.databaseUrl(), max: 2 });
    // The server that stops at the end may end a connection before it has closed itself.
    pool.on('error', () => undefined);
    tenant = await stack.newTenant({
      members: [
        { localPart: 'admin', displayName: 'Anders Holm', role: 'OWNER' },
        ...['lea', 'rolf', 'mona', 'ines', 'tove'].map((localPart) => ({ localPart, displayName: `${localPart} Lund`, role: 'MEMBER' as const })),
      ],
    });
    admin = await stack.tokenOf(tenant.email('admin'));
  }, 120_000);
  afterAll(async () => {
    await pool?.end();
    await stack?.stop();
  }, 60_000);
  afterEach(() => stack.sandboxes.stalwart.overlookFreezeAt());

  const sessions = (): SessionStore => new SessionStore(pool, new Sealer(stack.secrets.encryptionKey));
  const subjectOf = async (address: string): Promise<string> => (await pool.query<{ subject: string }>('select subject from identity.users where email = $1', [address])).rows[0]?.subject ?? '';
  const idOf = async (localPart: string): Promise<string> => {
    const { data } = await stack.graphql({ token: admin }, `query ($slug: String!, $search: String!) { tenant(slug: $slug) { members(first: 1, search: $search) { edges { node { id } } } } }`, { slug: tenant.slug, search: tenant.email(localPart) });
    return (data?.['tenant'] as { members: { edges: { node: { id: string } }[] } }).members.edges[0]?.node.id ?? '';
  };
  /** Signed in everywhere. */
  const keysOf = async (localPart: string): Promise<Keys> => {
    const address = tenant.email(localPart);
    const [{ cookie }, token] = [await stack.signIn(address), await stack.tokenOf(address)];
    const [held] = await sessions().heldBy(await subjectOf(address));
    if (!held) throw new Error('The gateway holds no session.');
    return { address, password: stack.passwordOf(address), cookie, tokens: held.tokens, token };
  };
  const change = async (verb: 'suspend' | 'resume' | 'remove', memberId: string): Promise<Work> => {
    const success = { suspend: 'MemberSuspended', resume: 'MemberResumed', remove: 'MemberRemoved' }[verb];
    const { data, errors } = await stack.graphql({ token: admin }, `mutation ($input: MemberInput!) { result: ${verb}Member(input: $input) { ... on ${success} { workflow { id } } ... on Failure { message } } }`, { input: { memberId } });
    expect(errors).toEqual([]);
    const { workflow, message } = data?.['result'] as { workflow?: { id: string }; message?: string };
    if (!workflow) throw new Error(message);
    return over(workflow.id);
  };
  const over = async (id: string): Promise<Work> => {
    for (;;) {
      const { data } = await stack.graphql({ token: admin }, `query ($slug: String!) { tenant(slug: $slug) { workflows(first: 20) { edges { node { id state steps { name state lastError } } } } } }`, { slug: tenant.slug });
      const found = (data?.['tenant'] as { workflows: { edges: { node: Work }[] } }).workflows.edges.find(({ node }) => node.id === id)?.node;
      if (found && found.state !== 'RUNNING') return found;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  const reportOf = async (workflowId: string): Promise<Report | null> => {
    const { data, errors } = await stack.graphql({ token: admin }, `query ($slug: String!, $id: ID!) { tenant(slug: $slug) { accessReport(workflowId: $id) { ${report} } } }`, { slug: tenant.slug, id: workflowId });
    expect(errors).toEqual([]);
    return (data?.['tenant'] as { accessReport: Report | null }).accessReport;
  };
  const outcomes = (found: Report | null): string[] => (found?.attempts ?? []).map(({ way, outcome }) => `${way} ${outcome}`);
  const closed = [
    'PORTAL_SESSION REFUSED',
    'API_ACCESS_TOKEN REFUSED',
    'SIGN_IN_ACCOUNT CLOSED',
    'SIGN_IN_REFRESH_TOKEN REFUSED',
    'SIGN_IN_ACCESS_TOKEN REFUSED',
    'MAIL_JMAP REFUSED',
    'MAIL_IMAP REFUSED',
    'MAIL_SMTP REFUSED',
    'MAIL_OPEN_CONNECTION NOT_TESTED',
    'FILES_ACCOUNT CLOSED',
    'FILES_ACCESS_TOKEN REFUSED',
  ];
  const inTime = (found: Report | null): void => {
    const at = (found?.attempts ?? []).map((attempt) => Date.parse(attempt.at));
    expect(Math.min(...at)).toBeGreaterThanOrEqual(Date.parse(found?.startedAt ?? ''));
    expect(Math.max(...at)).toBeLessThanOrEqual(Date.parse(found?.finishedAt ?? ''));
    // What is promised: refused everywhere within ten seconds of the click.
    expect(Date.parse(found?.finishedAt ?? '') - Date.parse(found?.startedAt ?? '')).toBeLessThan(10_000);
  };

  it('is refused by every way in once suspended, and let in again once resumed', async () => {
    const keys = await keysOf('lea');
    const memberId = await idOf('lea');
    expect(await tryDoors(stack, keys)).toEqual(open);
    const mailProgram = new Lines(stack.places.stalwartImapUrl);
    mailProgram.say(`a LOGIN ${keys.address} ${keys.password}`);
    expect(await mailProgram.until(/^a /)).toMatch(/^a OK/);

    const workflow = await change('suspend', memberId);
    expect([workflow.state, workflow.steps.at(-1)]).toEqual(['SUCCEEDED', { name: 'prove-access-ended', state: 'DONE', lastError: null }]);
    const found = await reportOf(workflow.id);
    expect(found).toMatchObject({ memberName: 'lea Lund', address: keys.address, reason: 'SUSPENDED', proven: true });
    expect(outcomes(found)).toEqual(closed);
    inTime(found);
    // Nothing of a credential is in it.
    for (const secret of [keys.password, keys.cookie, keys.token, keys.tokens.accessToken, keys.tokens.refreshToken ?? '-']) expect(JSON.stringify(found)).not.toContain(secret);

    expect(await tryDoors(stack, keys)).toEqual({ portal: 'UNAUTHENTICATED', api: 'UNAUTHENTICATED', userinfo: '401', files: '401', jmap: '403', imap: 'closed', smtp: '550' });
    expect(await refresh(stack, keys.tokens.refreshToken)).toBe(400);
    expect(await sessions().heldBy(await subjectOf(keys.address))).toEqual([]);
    // As on the real server; the report does not claim otherwise.
    mailProgram.say('b NOOP');
    expect(await mailProgram.until(/^b /)).toMatch(/^b OK/);
    mailProgram.close();

    expect((await change('resume', memberId)).state).toBe('SUCCEEDED');
    const again = await keysOf('lea');
    expect(await tryDoors(stack, again)).toEqual(open);
    // What was given out before stays refused, though its signature is good for minutes yet.
    expect((await stack.graphql({ token: keys.token }, '{ viewer { isOperator } }')).status).toBe(401);
    // The same question gets the other answer when there is nothing against them.
    expect(await refresh(stack, again.tokens.refreshToken)).toBe(200);
  }, 60_000);

  it('is refused by every way in once removed, and the report stays when they are gone', async () => {
    const keys = await keysOf('rolf');
    const memberId = await idOf('rolf');
    const workflow = await change('remove', memberId);
    expect(workflow.state).toBe('SUCCEEDED');
    expect(await idOf('rolf')).toBe('');
    const found = await reportOf(workflow.id);
    expect(found).toMatchObject({ memberName: 'rolf Lund', address: keys.address, reason: 'REMOVED', proven: true });
    expect(outcomes(found)).toEqual(closed);
    inTime(found);
    expect(await tryDoors(stack, keys)).toEqual({ portal: 'UNAUTHENTICATED', api: 'UNAUTHENTICATED', userinfo: '401', files: '401', jmap: '401', imap: 'NO', smtp: '535' });
    expect(await refresh(stack, keys.tokens.refreshToken)).toBe(400);
  }, 60_000);

  it('is not called kept out while one way lets them in, and is once it is closed', async () => {
    const keys = await keysOf('mona');
    const memberId = await idOf('mona');
    stack.sandboxes.stalwart.overlookFreezeAt('SMTP');
    const workflow = await change('suspend', memberId);
    expect(workflow.state).toBe('NEEDS_ATTENTION');
    expect(workflow.steps.at(-1)).toMatchObject({ name: 'prove-access-ended', state: 'FAILED', lastError: expect.stringMatching(/^They are still let in\. Stalwart let a log-in/) as string });
    const found = await reportOf(workflow.id);
    expect(found?.proven).toBe(false);
    expect(outcomes(found)).toEqual(closed.map((line) => line.replace('MAIL_SMTP REFUSED', 'MAIL_SMTP LET_IN')));
    // The sessions are kept to be tried again, and let nobody in.
    expect(await sessions().heldBy(await subjectOf(keys.address))).toHaveLength(1);
    expect(await tryDoors(stack, keys)).toMatchObject({ portal: 'UNAUTHENTICATED', smtp: '235' });

    stack.sandboxes.stalwart.overlookFreezeAt();
    await stack.graphql({ token: admin }, `mutation ($input: WorkflowInput!) { retryWorkflow(input: $input) { __typename } }`, { input: { workflowId: workflow.id } });
    expect((await over(workflow.id)).state).toBe('SUCCEEDED');
    expect(outcomes(await reportOf(workflow.id))).toEqual(closed);
  }, 60_000);

  it('who had nothing open is told so, and no refusal is claimed', async () => {
    const workflow = await change('suspend', await idOf('ines'));
    const found = await reportOf(workflow.id);
    expect(found?.proven).toBe(true);
    const none = ['PORTAL_SESSION', 'API_ACCESS_TOKEN', 'SIGN_IN_REFRESH_TOKEN', 'SIGN_IN_ACCESS_TOKEN', 'FILES_ACCESS_TOKEN'];
    expect(outcomes(found)).toEqual(closed.map((line) => (none.includes(line.split(' ')[0] ?? '') ? `${line.split(' ')[0]} NONE_EXISTED` : line)));
  }, 60_000);

  it('who is at home in another tenant as well keeps the sign-in there, and the report says so', async () => {
    const elsewhere = await stack.newTenant({ members: [{ localPart: 'owner', displayName: 'Olivia Berg', role: 'OWNER' }] });
    const joined = `mutation ($input: CreateMemberInput!) { createMember(input: $input) { __typename ... on MemberCreated { workflow { id } } ... on Failure { message } } }`;
    const { createMember } = await stack.peers.ask<{ createMember: unknown }>('identity', joined, { input: { tenantId: elsewhere.id, displayName: 'Tove Lund', externalSignIn: tenant.email('tove') } }, { tenantId: null, requestId: 'leaver' });
    expect(createMember).toMatchObject({ __typename: 'MemberCreated' });
    while (((await stack.actorOf(tenant.email('tove')))?.memberships.length ?? 0) < 2) await new Promise((resolve) => setTimeout(resolve, 100));
    const keys = await keysOf('tove');

    const workflow = await change('suspend', await idOf('tove'));
    expect(workflow.state).toBe('SUCCEEDED');
    const found = await reportOf(workflow.id);
    expect(found?.proven).toBe(true);
    const kept = ['PORTAL_SESSION', 'API_ACCESS_TOKEN', 'SIGN_IN_ACCOUNT', 'SIGN_IN_REFRESH_TOKEN', 'SIGN_IN_ACCESS_TOKEN', 'FILES_ACCESS_TOKEN'];
    expect(outcomes(found)).toEqual(closed.map((line) => (kept.includes(line.split(' ')[0] ?? '') ? `${line.split(' ')[0]} KEPT` : line)));
    // Nothing of theirs was used up by trying: they go on in the other tenant, and are closed out of everything of this one.
    expect(await tryDoors(stack, keys)).toEqual({ portal: 'in', api: 'in', userinfo: '200', files: '401', jmap: '403', imap: 'closed', smtp: '550' });
    expect((await stack.graphql({ token: keys.token }, `query ($slug: String!) { tenant(slug: $slug) { id } }`, { slug: tenant.slug })).data?.['tenant'] ?? null).toBeNull();
    expect(await refresh(stack, keys.tokens.refreshToken)).toBe(200);
  }, 60_000);

  it('cannot be asked about at the gateway by anybody but identity, and by nothing that users have', async () => {
    const keys = await keysOf('lea');
    const query = `{ tryCredentials(subject: "${await subjectOf(keys.address)}") { way } }`;
    const forget = `mutation { forgetSessions(subject: "${await subjectOf(keys.address)}") }`;
    // The public door has no such field, whoever asks.
    for (const credential of [{ token: admin }, { token: keys.token }, { cookie: keys.cookie }, null]) {
      for (const document of [query, forget]) expect((await stack.graphql(credential, document)).errors.length).toBeGreaterThan(0);
    }
    const askAs = async (actorToken: string): Promise<unknown> => (await Promise.all([query, forget].map((document) => stack.transport('gateway', { query: document, actorToken, requestId: 'attack', ipAddress: null })))).map(({ errors }) => errors?.[0]?.extensions['code']);
    const operator = { kind: 'USER', userId: 'o', email: 'operator@dezky.test', name: 'O', memberships: [], operator: true, passwordChangeRequired: false } as const;
    expect(await askAs(keys.token)).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED']);
    expect(await askAs('')).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED']);
    expect(await askAs(await stack.gatewaySigner.sign(operator))).toEqual(['FORBIDDEN', 'FORBIDDEN']);
    // A peer that is another one, and one that claims to be identity with another's key.
    await expect(stack.peers.ask('gateway', query, {}, { tenantId: tenant.id, requestId: 'attack' })).rejects.toThrow();
    expect(await askAs(await stack.gatewaySigner.sign({ kind: 'PEER', peer: 'identity', tenantId: tenant.id }))).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED']);
    expect(await sessions().heldBy(await subjectOf(keys.address))).not.toEqual([]);
  });
});

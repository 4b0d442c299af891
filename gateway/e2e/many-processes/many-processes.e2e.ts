import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createLogger } from '@dezky/kit/log/logger';
import { publishRecords } from '@dezky/sandbox/page/publish-records';
import { fetchToken } from '@dezky/stack/fetch-token';
import { discard } from '@dezky/stack/made-once.fixture';
import type { ManagedProcess } from '@dezky/stack/managed-process';
import { stackHome } from '@dezky/stack/stack-home.fixture';
import { type DistributedStack, startDistributed } from '@dezky/stack/start-distributed';

const everything = `{ tenant(slug: "acme") {
  id name members(first: 5) { edges { node { displayName mailbox { address } drive { name } } } }
  domains { name } storage { usedBytes } billing { subscription { seats } } bookingPages { title }
} }`;
const create = `mutation ($input: CreateMemberInput!) { createMember(input: $input) { __typename ... on MemberCreated { member { id } workflow { id state } } ... on Failure { code message } } }`;

interface Answer {
  readonly status: number;
  readonly body: { readonly data?: Record<string, never> | null; readonly errors?: readonly { readonly message: string; readonly path?: readonly unknown[]; readonly extensions: Record<string, unknown> }[] };
}

interface Claim {
  readonly id: string;
  readonly name: string;
  readonly records: { host: string; type: string; value: string }[];
}

/** Two processes of each part, with HTTP between them. The tests build on each other: what was ended for good stays so. */
describe('many processes', () => {
  const home = mkdtempSync(join(tmpdir(), 'dezky-many-'));
  let stack: DistributedStack;
  let token: string;
  let tenantId: string;

  beforeAll(async () => {
    await stackHome(home, { demo: true });
    stack = await startDistributed({
      home,
      port: 0,
      root: resolve(__dirname, '..', '..', '..'),
      replicas: 2,
      durable: false,
      demo: true,
      log: createLogger({ name: 'test', level: 'silent' }),
      // Keys that rotate all the while: none of the requests below may be refused for it. Nor for its number.
      environment: { KEY_ROTATION_SECONDS: '3', DRAIN_MS: '1000', WORKFLOW_TRIES: '30', LOG_LEVEL: 'info', BUDGET_USER: '9999999/9999999' },
    });
    token = await fetchToken({ authentikUrl: stack.places.authentikUrl, portalUrl: stack.url }, 'owner@acme.test', stack.secrets.accounts['owner@acme.test'] ?? '');
    tenantId = ((await ask(everything)).body.data?.['tenant'] as unknown as { id: string }).id;
  }, 180_000);
  afterAll(async () => {
    await stack?.stop();
    await discard(home);
  }, 60_000);

  const ask = async (query: string, variables: Record<string, unknown> = {}, headers: Record<string, string> = {}): Promise<Answer> => {
    const answer = await fetch(`${stack.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers }, body: JSON.stringify({ query, variables }) });
    const text = await answer.text();
    return { status: answer.status, body: text.startsWith('{') ? (JSON.parse(text) as Answer['body']) : {} };
  };
  const processes = (name: RegExp): ManagedProcess[] => stack.processes.filter((one) => name.test(one.name));

  it('answers over all five subgraphs as one process does', async () => {
    const { status, body } = await ask(everything);
    expect([status, body.errors]).toEqual([200, undefined]);
    expect(body.data).toMatchObject({ tenant: { name: 'Acme', domains: [{ name: 'acme.test' }], storage: {}, billing: { subscription: { seats: 3 } }, bookingPages: [{}] } });
  });

  it('proves across processes that a leaver is kept out, and lets nobody else ask the gateway for it', async () => {
    const { body } = await ask(create, { input: { tenantId, displayName: 'Lea Lund', localPart: 'lea' } });
    const { member } = body.data?.['createMember'] as unknown as { member: { id: string } };
    const suspend = `mutation ($input: MemberInput!) { suspendMember(input: $input) { ... on MemberSuspended { workflow { id state } } ... on Failure { message } } }`;
    const read = `query ($id: ID!) { tenant(slug: "acme") { member(id: $id) { status workflows(first: 2) { edges { node { kind state } } } accessReport { proven attempts { way outcome } } } } }`;
    interface Found {
      readonly workflows: { readonly edges: readonly { readonly node: { readonly kind: string; readonly state: string } }[] };
      readonly accessReport: { readonly proven: boolean; readonly attempts: readonly { readonly way: string; readonly outcome: string }[] } | null;
    }
    const look = async (): Promise<Found> => ((await ask(read, { id: member.id })).body.data?.['tenant'] as unknown as { member: Found }).member;
    const settled = async (): Promise<Found> => {
      for (let found = await look(); ; found = await look()) {
        if (found.workflows.edges.every(({ node }) => node.state !== 'RUNNING')) return found;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    };
    await settled();
    expect((await ask(suspend, { input: { memberId: member.id } })).body.errors).toBeUndefined();
    const { workflows, accessReport } = await settled();
    expect(workflows.edges[0]?.node).toEqual({ kind: 'SUSPEND_MEMBER', state: 'SUCCEEDED' });
    expect(accessReport?.proven).toBe(true);
    expect(accessReport?.attempts.find(({ way }) => way === 'PORTAL_SESSION')?.outcome).toBe('NONE_EXISTED');
    const [place] = stack.peerUrls;
    for (const credential of [token, 'x', '']) {
      const answer = await fetch(`${place}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${credential}` }, body: JSON.stringify({ query: '{ tryCredentials(subject: "s") { way } }' }) });
      expect(((await answer.json()) as { errors: { extensions: { code: string } }[] }).errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    }
  }, 60_000);

  it('fails no request while one process after the other is killed or asked to end, and loses or doubles no change', async () => {
    let going = true;
    let victim = '';
    const failures: string[] = [];
    const counted = { queries: 0, creations: 0 };
    /** Until so many were answered, query follows query; then they take their time, or all they did would be to keep the next process from starting. */
    let denseUntil = 0;
    const created: string[] = [];
    const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
    const reading = Array.from({ length: 4 }, async () => {
      while (going) {
        if (counted.queries >= denseUntil) await pause(100);
        const { status, body } = await ask(everything);
        counted.queries += 1;
        if (status !== 200 || body.errors) failures.push(`${victim}: a query ${status} ${JSON.stringify(body.errors ?? '')}`);
      }
    });
    const writing = Array.from({ length: 2 }, async (_, writer) => {
      for (let count = 0; going; count += 1) {
        const localPart = `person-${writer}-${count}`;
        const { status, body } = await ask(create, { input: { tenantId, displayName: localPart, localPart } }, { 'idempotency-key': randomUUID() });
        counted.creations += 1;
        const result = (body.data?.['createMember'] ?? {}) as unknown as { __typename?: string; code?: string; member?: { id: string } };
        if (result.__typename === 'MemberCreated') created.push(localPart);
        else if (result.code !== 'SEAT_LIMIT_REACHED') failures.push(`${victim}: a creation ${status} ${JSON.stringify(body)}`);
        await pause(400);
      }
    });
    // One of each pair is killed; of the two that all requests go through, the other is asked to end.
    for (const one of processes(/-1$|^(gateway|identity)-2$/)) {
      const signal = one.name.endsWith('-1') ? 'SIGKILL' : 'SIGTERM';
      victim = `${one.name} ${signal}`;
      // It ends with every reader inside a request, and ten more follow each of these at once.
      denseUntil = counted.queries + 8;
      while (counted.queries < denseUntil) await pause(5);
      denseUntil = counted.queries + 40;
      await one.restart(signal);
    }
    going = false;
    await Promise.all([...reading, ...writing]);
    // What was inside a gateway when it was killed has nobody left to answer, unless the caller gave it a key.
    const excused = failures.filter((failure) => /^gateway-1 SIGKILL: a query 502/.test(failure));
    expect(failures.filter((failure) => !excused.includes(failure))).toEqual([]);
    expect(excused.length).toBeLessThanOrEqual(4);
    expect(counted.queries).toBeGreaterThan(100);
    expect(created.length).toBeGreaterThan(10);

    const people = `query ($after: String) { tenant(slug: "acme") { members(first: 100, after: $after) { totalCount edges { node { status user { email } } } } workflows(first: 100) { edges { node { state } } } } }`;
    const settled = async (): Promise<unknown> => {
      const { body } = await ask(people);
      const found = body.data?.['tenant'] as unknown as { members: { edges: { node: { status: string; user: { email: string } } }[] }; workflows: { edges: { node: { state: string } }[] } };
      return found.workflows.edges.every(({ node }) => node.state === 'SUCCEEDED') && found.members.edges;
    };
    let edges = await settled();
    for (const deadline = Date.now() + 30_000; !edges && Date.now() < deadline; edges = await settled()) await new Promise((resolve) => setTimeout(resolve, 200));
    const emails = (edges as { node: { status: string; user: { email: string } } }[]).filter(({ node }) => node.user.email.startsWith('person-')).map(({ node }) => `${node.user.email} ${node.status}`);
    expect(emails.sort()).toEqual(created.map((localPart) => `${localPart}@acme.test ACTIVE`).sort());
    const accounts = stack.sandboxes?.authentik.accounts().map(({ email }) => email).filter((email) => email.startsWith('person-')) ?? [];
    const mailboxes = stack.sandboxes?.stalwart.mailboxes().map(({ address }) => address).filter((address) => address.startsWith('person-')) ?? [];
    for (const made of [accounts, mailboxes]) expect([...made].sort()).toEqual(created.map((localPart) => `${localPart}@acme.test`).sort());
  }, 240_000);

  it('takes over within seconds what a worker had begun that is killed for good', async () => {
    const add = `mutation ($input: AddDomainInput!) { addDomain(input: $input) { ... on DomainAdded { domain { id name records { host type value } } } } }`;
    const claims = await Promise.all(Array.from({ length: 6 }, async (_, count) => ((await ask(add, { input: { tenantId, name: `taken-over-${count}.test` } })).body.data?.['addDomain'] as unknown as { domain: Claim }).domain));
    for (const { name, records } of claims) if (stack.sandboxes) publishRecords(stack.sandboxes.dns, { domain: name, records });
    const slow = stack.sandboxes?.stalwart.faults.add({ match: { method: 'POST' }, kind: 'slow', delayMs: 700 });
    const recheck = `mutation ($input: DomainInput!) { recheckDomain(input: $input) { ... on DomainRechecked { workflow { id state } } } }`;
    const begun = await Promise.all(claims.map(({ id }) => ask(recheck, { input: { domainId: id } }, { prefer: 'respond-async' })));
    for (const { body } of begun) expect(body.data?.['recheckDomain']).toMatchObject({ workflow: { state: 'RUNNING' } });
    const [worker] = processes(/^mail-worker-1$/);
    await worker?.killForGood();
    const killedAt = Date.now();
    slow?.();
    const states = async (): Promise<string[]> => ((await ask(`{ tenant(slug: "acme") { domains { name workflow { state } } } }`)).body.data?.['tenant'] as unknown as { domains: { name: string; workflow: { state: string } | null }[] }).domains.filter(({ name }) => name.startsWith('taken-over')).map(({ workflow }) => workflow?.state ?? '');
    while (!(await states()).every((state) => state === 'SUCCEEDED')) {
      expect(Date.now() - killedAt).toBeLessThan(30_000);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(stack.sandboxes?.stalwart.domains().filter(({ name }) => name.startsWith('taken-over')).length).toBe(6);
  }, 60_000);

  it('leaves null, with the error on its path, where a subgraph is down, and all else as it is', async () => {
    for (const one of processes(/^(storage|booking)-\d$/)) await one.killForGood();
    const { status, body } = await ask(everything);
    expect(status).toBe(200);
    expect(body.data).toMatchObject({ tenant: { name: 'Acme', domains: expect.any(Array) as unknown, storage: null, bookingPages: null, billing: { subscription: expect.any(Object) as unknown } } });
    const paths = [...new Set(body.errors?.map(({ path }) => path?.map((part) => (typeof part === 'number' ? '*' : part)).join('.')))].sort();
    expect(paths).toEqual(['tenant.bookingPages', 'tenant.members.edges.*.node.drive', 'tenant.storage']);
    for (const { extensions } of body.errors ?? []) expect(extensions).toMatchObject({ code: 'BACKEND_UNAVAILABLE', system: 'DEZKY', requestId: expect.any(String) as string });
    expect((await fetch(`${stack.url}/health/ready`)).status).toBe(200);
  }, 60_000);

  it('wrote no secret and no surprise into its logs', () => {
    const logs = readdirSync(join(home, 'logs')).map((name) => readFileSync(join(home, 'logs', name), 'utf8'));
    const lines = logs.join('\n').split('\n');
    expect(lines.filter((line) => /"level":"(error|fatal)"/.test(line)).slice(0, 5)).toEqual([]);
    const { secrets } = stack;
    for (const secret of [secrets.authentikToken, secrets.stripeKey, secrets.stalwartApiKey, secrets.encryptionKey, token]) expect(logs.some((text) => text.includes(secret))).toBe(false);
  });
});

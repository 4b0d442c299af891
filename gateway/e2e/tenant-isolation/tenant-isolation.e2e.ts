import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Actor, publicActor } from '@dezky/kit/context/actor';
import { ActorSigner, generateActorKey } from '@dezky/kit/context/actor-token';
import { type Credential, type TestStack, type TestTenant, startTestStack } from '@dezky/stack/test-stack.fixture';
import { type ExecutionResult, type GraphQLObjectType, Kind, buildASTSchema, buildSchema, parse } from 'graphql';
import { fullSelection, marksOf, textsIn } from './full-selection.fixture';
import { type Step, type Values, documentOf, handleOf, variablesOf } from './paths.fixture';

const schema = buildSchema(readFileSync(join(__dirname, '..', '..', '..', 'schema', 'api.graphql'), 'utf8'));
const queryType = schema.getQueryType() as GraphQLObjectType;
const tenantType = schema.getType('Tenant') as GraphQLObjectType;
const everythingOfTenant = fullSelection(tenantType);

interface Member {
  readonly id: string;
  readonly displayName: string;
  readonly user: { readonly email: string };
  readonly mailbox: { readonly id: string } | null;
  readonly drive: { readonly id: string } | null;
  readonly workflows: { readonly edges: readonly { readonly cursor: string }[] };
}

/** What the owner of a tenant sees of it, as far as tests name it. */
interface View {
  readonly id: string;
  readonly members: { readonly edges: readonly { readonly cursor: string; readonly node: Member }[] };
  readonly domains: readonly { readonly id: string; readonly workflow: { readonly id: string } | null }[];
  readonly workflows: { readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string } }[] };
  readonly auditLog: { readonly edges: readonly { readonly cursor: string }[] };
  readonly bookings: { readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string; readonly workflow: { readonly id: string } | null } }[] };
  readonly storage: { readonly drives: { readonly edges: readonly { readonly cursor: string }[] } };
}

/** What the values of a request name; here they are globex's, whatever they should be. */
const named = ['tenantId', 'tenantSlug', 'memberId', 'mailboxId', 'domainId', 'workflowId', 'importId', 'pageSlug', 'partnerId', 'address', 'cursor', 'search', 'auditRecords'];

// What everybody gets of every field is in the matrix; here is what it does not ask: other doors, forged names, rights that end.
describe('tenant isolation', () => {
  let stack: TestStack;
  let acme: TestTenant;
  let globex: TestTenant;
  let own: View;
  let foreign: View;
  /** Texts that only globex may see. */
  let marks: ReadonlySet<string> = new Set();
  let admin: Credential;
  let member: Credential;
  let newcomer: Credential;

  const actorOf = async (tenant: TestTenant, localPart: string): Promise<Actor> => (await stack.actorOf(tenant.email(localPart))) as Actor;
  const view = async (tenant: TestTenant): Promise<View> => {
    const { data, errors } = await stack.runAs(await actorOf(tenant, 'owner'), `query ($slug: String!) { tenant(slug: $slug) ${everythingOfTenant} }`, { slug: tenant.slug });
    expect(errors).toEqual([]);
    return data?.['tenant'] as View;
  };
  const memberOf = (tenant: View, email: string): Member => {
    const found = tenant.members.edges.find(({ node }) => node.user.email === email);
    if (!found) throw new Error(`${email} is not a member.`);
    return found.node;
  };
  const foreignMember = (): Member => memberOf(foreign, globex.email('member'));
  const leaks = (answer: unknown): string[] => textsIn(answer).filter((text) => marks.has(text));
  const codes = (errors: readonly { readonly extensions: Readonly<Record<string, unknown>> }[]): unknown[] => [...new Set(errors.map(({ extensions }) => extensions['code']))];

  const window = (): { from: string; to: string } => ({ from: new Date().toISOString(), to: new Date(Date.now() + 14 * 86_400_000).toISOString() });
  /** A visitor has no document of their own at the door; behind it the rules are the same. */
  const run = (credential: Credential, query: string, variables: Record<string, unknown> = {}): ReturnType<TestStack['runAs']> => (credential === null ? stack.runAs(publicActor, query, variables) : stack.graphql(credential, query, variables));
  const slotsOfGlobex = async (credential: Credential): Promise<{ startsAt: string }[]> => {
    const { data, errors } = await run(credential, '{ publicBookingPage(tenant: "globex", page: "demo") { slots(from: "FROM", to: "TO") { startsAt endsAt } } }'.replace('FROM', window().from).replace('TO', window().to));
    expect(errors).toEqual([]);
    return (data as { publicBookingPage: { slots: { startsAt: string }[] } }).publicBookingPage.slots;
  };
  const firstFree = async (): Promise<string> => (await slotsOfGlobex(null))[0]?.startsAt ?? '';
  /** Books at globex as a visitor, and returns what came of it. */
  const visitor = async (credential: Credential, startsAt: string): Promise<unknown> => {
    const input = { tenant: 'globex', page: 'demo', startsAt, attendeeName: 'Vera Visitor', attendeeEmail: 'vera@visitor.example' };
    const { data, errors } = await run(credential, 'mutation ($input: BookSlotInput!) { bookSlot(input: $input) { __typename ... on SlotBooked { booking { id startsAt endsAt state } } ... on Failure { code message } ... on SlotTaken { nextFree { startsAt endsAt } } } }', { input });
    expect([errors, leaks(data)]).toEqual([[], []]);
    return (data as { bookSlot: { __typename: string } }).bookSlot.__typename;
  };

  beforeAll(async () => {
    stack = await startTestStack();
    acme = await stack.newTenant({
      slug: 'acme',
      members: [
        { localPart: 'owner', displayName: 'Olivia Berg', role: 'OWNER' },
        { localPart: 'admin', displayName: 'Anders Holm', role: 'ADMIN' },
        { localPart: 'member', displayName: 'Mia Lindqvist', role: 'MEMBER' },
        { localPart: 'leaver', displayName: 'Lars Norden', role: 'MEMBER' },
        { localPart: 'newcomer', displayName: 'Nina Dahl', role: 'MEMBER', newcomer: true },
      ],
    });
    globex = await stack.newTenant({
      slug: 'globex',
      members: [
        { localPart: 'owner', displayName: 'Gideon Frost', role: 'OWNER' },
        { localPart: 'member', displayName: 'Greta Falk', role: 'MEMBER' },
      ],
    });
    const booking = { tenantId: globex.id, tenantSlug: 'globex', hostMemberId: (await stack.actorOf(globex.email('owner')))?.memberships[0]?.memberId, slug: 'demo', title: 'Globex demo', durationMinutes: 30, timeZone: 'Europe/Oslo' };
    await stack.peers.ask('booking', `mutation ($input: OpenBookingPageInput!) { openBookingPage(input: $input) }`, { input: booking }, { tenantId: globex.id, requestId: 'test' });
    expect(await visitor(null, await firstFree())).toBe('SlotBooked');
    own = await view(acme);
    foreign = await view(globex);
    marks = marksOf(foreign, own);
    const tokenOf = async (name: string): Promise<Credential> => ({ token: await stack.tokenOf(acme.email(name)) });
    [admin, member, newcomer] = await Promise.all([tokenOf('admin'), tokenOf('member'), tokenOf('newcomer')]);
  }, 120_000);
  afterAll(() => stack.stop());

  it('has something to lose: members, mailboxes, drives, domains, workflows, audit entries of both, and bookings', () => {
    for (const { domains, workflows, auditLog, storage } of [own, foreign]) {
      for (const list of [domains, workflows.edges, auditLog.edges, storage.drives.edges]) expect(list.length).toBeGreaterThan(0);
    }
    const { id, mailbox, drive } = foreignMember();
    for (const text of ['vera@visitor.example', foreign.bookings.edges[0]?.node.id, globex.id, globex.domain, 'Greta Falk', id, mailbox?.id, drive?.id, foreign.domains[0]?.id]) expect(marks).toContain(text);
  });

  it('lets everybody book as a visitor, and learn no more than one', async () => {
    for (const credential of [admin, member, newcomer, null]) expect(await visitor(credential, '2020-01-06T09:00:00Z')).toBe('SlotUnavailable');
  });

  it('shows of a booking page what a visitor needs, to anybody, and nothing else of its tenant', async () => {
    const everything = fullSelection(queryType.getFields()['publicBookingPage']?.type as never);
    for (const credential of [null, newcomer, member, admin]) {
      const { data, errors } = await run(credential, `{ publicBookingPage(tenant: "globex", page: "demo") ${everything} }`);
      expect([errors, leaks(data).sort()]).toEqual([[], ['Europe/Oslo', 'Gideon Frost', 'Globex demo']]);
      // One free time begins where the booked one ends; that it is booked is told by its absence alone.
      expect(leaks(await slotsOfGlobex(credential)).filter((text) => Number.isNaN(Date.parse(text)))).toEqual([]);
    }
    const none = await run(null, '{ publicBookingPage(tenant: "globex", page: "other") { title } }');
    expect([none.data, none.errors]).toEqual([{ publicBookingPage: null }, []]);
  });

  it('lets somebody with a one-time password see that, and nothing else', async () => {
    const { data, errors } = await stack.graphql(newcomer, '{ viewer { passwordChangeRequired user { email } memberships { id tenant { slug } } } }');
    expect([errors, data]).toEqual([[], { viewer: { passwordChangeRequired: true, user: { email: acme.email('newcomer') }, memberships: [] } }]);
    for (const query of ['{ tenant(slug: "acme") { id } }', '{ tenant(slug: "globex") { id } }', '{ tenants { totalCount } }']) {
      const refused = await stack.graphql(newcomer, query);
      expect([Object.values(refused.data ?? { none: null }), codes(refused.errors)]).toEqual([[null], ['FORBIDDEN']]);
    }
    expect((await profile(newcomer, memberOf(own, acme.email('newcomer')).mailbox?.id)).status).toBe(404);
    const weak = await stack.graphql(newcomer, 'mutation { changePassword(input: { newPassword: "short" }) { __typename } }');
    expect(weak.data).toEqual({ changePassword: { __typename: 'InvalidInput' } });
  });

  const profile = (credential: Credential, mailboxId = ''): Promise<Response> => {
    const headers: Record<string, string> = credential === null ? {} : 'token' in credential ? { authorization: `Bearer ${credential.token}` } : { cookie: `dezky_session=${credential.cookie}` };
    return fetch(`${stack.url}/profiles/mail/${mailboxId}.mobileconfig`, { headers });
  };

  it('serves the Apple profile of a mailbox to its owner and their admins alone', async () => {
    const mailbox = memberOf(own, acme.email('member')).mailbox?.id;
    const theirs = foreignMember().mailbox?.id;
    const statuses = await Promise.all([profile(member, mailbox), profile(admin, mailbox), profile(admin, theirs), profile(member, theirs), profile(member, memberOf(own, acme.email('admin')).mailbox?.id), profile(null, mailbox), profile(admin, 'no-such')]);
    expect(statuses.map(({ status }) => status)).toEqual([200, 200, 404, 404, 404, 401, 404]);
    expect(await statuses[0]?.text()).toContain(acme.email('member'));
    expect(await statuses[2]?.text()).toBe(await statuses[6]?.text());
  });

  describe('a part of the platform', () => {
    const signerOf = (issuer: string): ActorSigner => new ActorSigner(stack.secrets.actorKeys.find((key) => key.issuer === issuer) ?? generateActorKey(issuer));
    const askAs = async (issuer: string, actor: Actor, subgraph: string, query: string, variables: Record<string, unknown>): Promise<ExecutionResult> =>
      stack.transport(subgraph, { query, variables, actorToken: await signerOf(issuer).sign(actor), requestId: 'test', ipAddress: null });

    /** Every field that is hidden from outside, with what it needs to be asked; what each peer gets of it is in the matrix. */
    const hidden = (): [subgraph: string, step: Step][] =>
      stack.subgraphs.flatMap(({ name, sdl }) => {
        const part = buildASTSchema({ kind: Kind.DOCUMENT, definitions: parse(sdl).definitions.filter(({ kind }) => kind !== Kind.SCHEMA_EXTENSION) }, { assumeValidSDL: true });
        return [part.getQueryType(), part.getMutationType()].flatMap((type) =>
          Object.values(type?.getFields() ?? {})
            .filter((field) => (field.astNode?.directives ?? []).some((directive) => directive.name.value === 'inaccessible'))
            .map((field): [string, Step] => [name, { type: type?.name ?? '', field }]),
        );
      });

    it('cannot be played by another part: nobody speaks for a peer, and nobody but the gateway for a person', async () => {
      const owner = (await stack.actorOf(globex.email('owner'))) as Actor;
      const values = Object.fromEntries(named.map((name) => [name, globex.id])) as unknown as Values;
      expect(hidden().length).toBeGreaterThan(10);
      for (const [subgraph, step] of hidden()) {
        const query = documentOf(step.type === 'Query' ? 'query' : 'mutation', step, handleOf(step.field.type));
        const claims: [issuer: string, actor: Actor][] = [['mail', owner], ['mail', { kind: 'PEER', peer: 'identity', tenantId: null }], ['gateway', { kind: 'PEER', peer: 'stack', tenantId: null }], ['nobody', owner]];
        for (const [issuer, actor] of claims) {
          const { data, errors } = await askAs(issuer, actor, subgraph, query, variablesOf(step, values));
          expect([step.field.name, issuer, data ?? null, errors?.[0]?.extensions['code']]).toEqual([step.field.name, issuer, null, 'UNAUTHENTICATED']);
        }
      }
    });

    it('is asked for nothing from outside', async () => {
      for (const [, { type, field }] of hidden()) {
        const { errors, status } = await stack.graphql(admin, `${type === 'Query' ? 'query' : 'mutation'} { ${field.name} }`);
        expect([field.name, status, codes(errors)]).toEqual([field.name, 400, ['BAD_USER_INPUT']]);
      }
    });
  });

  // Last: acme loses a member here.
  it('ends the token and the session of a suspended member at once', async () => {
    const email = acme.email('leaver');
    const [{ cookie }, token] = await Promise.all([stack.signIn(email), stack.tokenOf(email)]);
    const credentials: Credential[] = [{ cookie }, { token }];
    for (const credential of credentials) expect((await stack.graphql(credential, { portal: 'Viewer' })).data).toMatchObject({ viewer: { user: { email } } });
    const { data } = await stack.graphql(admin, 'mutation ($id: ID!) { suspendMember(input: { memberId: $id }) { __typename } }', { id: memberOf(own, email).id });
    expect(data).toEqual({ suspendMember: { __typename: 'MemberSuspended' } });
    for (const credential of credentials) {
      for (const query of ['{ viewer { user { email } } }', '{ tenant(slug: "acme") { name } }', 'mutation { changePassword(input: { newPassword: "a long enough new password" }) { __typename } }']) {
        const answer = await stack.graphql(credential, query);
        expect([answer.status, codes(answer.errors)]).toEqual([401, ['UNAUTHENTICATED']]);
      }
      expect((await profile(credential, memberOf(own, email).mailbox?.id)).status).toBe(401);
    }
  });
});

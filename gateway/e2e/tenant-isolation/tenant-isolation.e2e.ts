import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Actor, publicActor } from '@dezky/kit/context/actor';
import { ActorSigner, generateActorKey } from '@dezky/kit/context/actor-token';
import { Peers } from '@dezky/kit/peer/peers';
import { type Credential, type TestStack, type TestTenant, startTestStack } from '@dezky/stack/test-stack.fixture';
import { type ExecutionResult, type GraphQLObjectType, Kind, buildSchema, getNamedType, isLeafType, isObjectType, isRequiredArgument, parse } from 'graphql';
import { fullSelection, marksOf, textsIn } from './full-selection.fixture';

const schema = buildSchema(readFileSync(join(__dirname, '..', '..', '..', 'schema', 'api.graphql'), 'utf8'));
const queryType = schema.getQueryType() as GraphQLObjectType;
const mutationType = schema.getMutationType() as GraphQLObjectType;
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

  describe("an admin of acme gets nothing of globex's", () => {
    it('by slug', async () => {
      const { data, errors } = await stack.runAs(await actorOf(acme, 'admin'), `{ tenant(slug: "globex") ${everythingOfTenant} }`);
      expect([data, errors]).toEqual([{ tenant: null }, []]);
    });

    it('by id', async () => {
      const query = `query ($member: ID!, $domain: ID!) { tenant(slug: "acme") { member(id: $member) { displayName } domain(id: $domain) { name } } }`;
      const { data, errors } = await stack.graphql(admin, query, { member: foreignMember().id, domain: foreign.domains[0]?.id });
      expect([data, errors]).toEqual([{ tenant: { member: null, domain: null } }, []]);
    });

    it.each([
      ['members', () => foreign.members.edges[0]?.cursor, 'members(after: $after) { edges { node { displayName } } totalCount }'],
      ['workflows', () => foreign.workflows.edges[0]?.cursor, 'workflows(after: $after) { edges { node { id } } totalCount }'],
      ['auditLog', () => foreign.auditLog.edges[0]?.cursor, 'auditLog(after: $after) { edges { node { summary } } totalCount }'],
      ['bookings', () => foreign.bookings.edges[0]?.cursor, 'bookings(after: $after) { edges { node { attendee { email } } } totalCount }'],
      ['drives', () => foreign.storage.drives.edges[0]?.cursor, 'storage { drives(after: $after) { edges { node { name } } totalCount } }'],
    ])('by a cursor of theirs, in %s', async (name, cursor, selection) => {
      const after = cursor();
      expect(after).toEqual(expect.any(String));
      const answer = await stack.graphql(admin, `query ($after: String) { tenant(slug: "acme") { ${selection} } }`, { after });
      expect(answer.errors).toEqual([]);
      expect(answer.data).toHaveProperty(name === 'drives' ? 'tenant.storage.drives.totalCount' : `tenant.${name}.totalCount`, expect.any(Number));
      expect(leaks(answer.data)).toEqual([]);
    });

    it.each(['Greta', 'greta', 'globex', '%', '_', 'member@globex.test'])('by searching for %s', async (search) => {
      const query = `query ($search: String) { tenant(slug: "acme") { members(search: $search) { totalCount edges { node { displayName user { email } } } } } }`;
      const { data, errors } = await stack.graphql(admin, query, { search });
      expect([errors, data]).toEqual([[], { tenant: { members: { totalCount: 0, edges: [] } } }]);
      const tenants = await stack.graphql(admin, `query ($search: String) { tenants(search: $search) { totalCount edges { node { name } } } }`, { search });
      expect([tenants.data, codes(tenants.errors)]).toEqual([null, ['FORBIDDEN']]);
    });

    it('by following every field from themselves', async () => {
      const answer = await stack.runAs(await actorOf(acme, 'admin'), `{ viewer ${fullSelection(queryType.getFields()['viewer']?.type as never)} }`);
      expect(textsIn(answer.data)).toContain('Mia Lindqvist');
      expect(leaks(answer)).toEqual([]);
    });

    it.each(['identity', 'mail', 'storage', 'billing', 'booking'])('by asking %s for entities, as the gateway does while it plans', async (name) => {
      const subgraph = stack.subgraphs.find((candidate) => candidate.name === name);
      const part = buildSchema((subgraph?.sdl ?? '').replace(/extend schema[^\n]*/, '').concat('\ndirective @key(fields: String!) repeatable on OBJECT\ndirective @shareable repeatable on OBJECT | FIELD_DEFINITION\ndirective @inaccessible on FIELD_DEFINITION | OBJECT | UNION | INPUT_OBJECT | ARGUMENT_DEFINITION\ndirective @external on FIELD_DEFINITION'), { assumeValidSDL: true });
      const references: Record<string, string[]> = { Tenant: [globex.id], Member: foreign.members.edges.map(({ node }) => node.id) };
      const actor = (await stack.actorOf(acme.email('admin'))) as Actor;
      let asked = 0;
      for (const [type, ids] of Object.entries(references)) {
        const entity = part.getType(type);
        if (!isObjectType(entity)) continue;
        for (const field of Object.values(entity.getFields())) {
          if (field.name === 'id') continue;
          asked += 1;
          const named = getNamedType(field.type);
          const args = field.args.filter(isRequiredArgument).map(({ name: argument }) => `${argument}: "${field.name === 'domain' ? foreign.domains[0]?.id : ids[0]}"`);
          const selection = `${field.name}${args.length > 0 ? `(${args.join(', ')})` : ''} ${isLeafType(named) ? '' : isObjectType(named) ? fullSelection(named, [type]) : '{ __typename }'}`;
          const query = `query ($references: [_Any!]!) { _entities(representations: $references) { ... on ${type} { ${selection} } } }`;
          const { data, errors } = await stack.transport(name, { query, variables: { references: ids.map((id) => ({ __typename: type, id })) }, actorToken: await stack.gatewaySigner.sign(actor), requestId: 'test', ipAddress: null });
          expect([field.name, leaks(data)]).toEqual([field.name, []]);
          for (const { extensions } of errors ?? []) expect([field.name, extensions['code']]).toEqual([field.name, 'NOT_FOUND']);
        }
      }
      expect(asked).toBeGreaterThan(0);
    });
  });

  describe('in every mutation', () => {
    /** Each mutation of the graph with things of globex, or nothing of anybody's. */
    const inputs: Record<string, () => Record<string, unknown>> = {
      addDomain: () => ({ tenantId: globex.id, name: 'stolen.test' }),
      bookSlot: () => ({ tenant: 'globex', page: 'demo', startsAt: '2020-01-06T09:00:00Z', attendeeName: 'Spy', attendeeEmail: 'spy@visitor.example' }),
      changePassword: () => ({ newPassword: 'a long enough new password' }),
      createMember: () => ({ tenantId: globex.id, displayName: 'Spy', localPart: 'spy', role: 'ADMIN' }),
      recheckDomain: () => ({ domainId: foreign.domains[0]?.id }),
      removeMember: () => ({ memberId: foreignMember().id }),
      resumeMember: () => ({ memberId: foreignMember().id }),
      retryWorkflow: () => ({ workflowId: foreign.workflows.edges[0]?.node.id }),
      suspendMember: () => ({ memberId: foreignMember().id }),
      undoWorkflow: () => ({ workflowId: foreign.workflows.edges[0]?.node.id }),
    };
    /** The same with things of one's own tenant. */
    const ownInputs: Record<string, () => Record<string, unknown>> = {
      ...inputs,
      addDomain: () => ({ tenantId: acme.id, name: 'mine.test' }),
      createMember: () => ({ tenantId: acme.id, displayName: 'Friend', localPart: 'friend', role: 'ADMIN' }),
      recheckDomain: () => ({ domainId: own.domains[0]?.id }),
      removeMember: () => ({ memberId: memberOf(own, acme.email('leaver')).id }),
      resumeMember: () => ({ memberId: memberOf(own, acme.email('leaver')).id }),
      retryWorkflow: () => ({ workflowId: own.workflows.edges[0]?.node.id }),
      suspendMember: () => ({ memberId: memberOf(own, acme.email('leaver')).id }),
      undoWorkflow: () => ({ workflowId: own.workflows.edges[0]?.node.id }),
    };
    /** What nobody can do without a right to a tenant; a password is one's own, and a visitor books without one. */
    const tenantOwned = Object.keys(inputs).filter((name) => name !== 'changePassword' && name !== 'bookSlot');
    const mutation = (name: string): string => `mutation ($input: ${mutationType.getFields()[name]?.args[0]?.type.toString() ?? ''}) { ${name}(input: $input) { __typename } }`;
    const mutate = (credential: Credential, name: string, input: Record<string, unknown>): ReturnType<TestStack['graphql']> => stack.graphql(credential, mutation(name), { input });

    it('is asked completely: a mutation without a line here fails', () => {
      expect(Object.keys(inputs).sort()).toEqual(Object.keys(mutationType.getFields()).sort());
    });

    it.each(tenantOwned)('an admin of acme cannot touch globex by %s', async (name) => {
      const { data, errors } = await mutate(admin, name, inputs[name]?.() ?? {});
      expect([data, codes(errors)]).toEqual([null, ['NOT_FOUND']]);
      expect(leaks(errors)).toEqual([]);
    });

    it.each(['retryWorkflow', 'undoWorkflow'])("an admin of acme cannot take up a domain's workflow of globex by %s", async (name) => {
      const workflowId = foreign.domains[0]?.workflow?.id;
      expect(workflowId).toEqual(expect.any(String));
      const { data, errors } = await mutate(admin, name, { workflowId });
      expect([data, codes(errors)]).toEqual([null, ['NOT_FOUND']]);
    });

    it.each(tenantOwned)('a plain member cannot do %s, not even at home', async (name) => {
      for (const input of [inputs[name]?.() ?? {}, ownInputs[name]?.() ?? {}]) {
        const { data, errors } = await mutate(member, name, input);
        expect([data, codes(errors)]).toEqual([null, ['FORBIDDEN']]);
      }
    });

    it.each(tenantOwned)('somebody with a one-time password cannot do %s', async (name) => {
      for (const input of [inputs[name]?.() ?? {}, ownInputs[name]?.() ?? {}]) {
        const { data, errors } = await mutate(newcomer, name, input);
        expect([data, codes(errors)]).toEqual([null, ['FORBIDDEN']]);
      }
    });

    it.each(Object.keys(inputs).filter((name) => name !== 'bookSlot'))('the public cannot do %s', async (name) => {
      for (const input of [inputs[name]?.() ?? {}, ownInputs[name]?.() ?? {}]) {
        // At the door, and behind it, where each resolver asks its own rule.
        for (const { data, errors } of [await mutate(null, name, input), await stack.runAs(publicActor, mutation(name), { input })]) expect([data, codes(errors)]).toEqual([null, ['UNAUTHENTICATED']]);
      }
    });

    it('everybody books as a visitor, and learns no more than one', async () => {
      for (const credential of [admin, member, newcomer, null]) expect(await visitor(credential, '2020-01-06T09:00:00Z')).toBe('SlotUnavailable');
      const { data, errors } = await mutate(admin, 'bookSlot', { ...inputs['bookSlot']?.(), page: 'other' });
      expect([data, codes(errors)]).toEqual([null, ['NOT_FOUND']]);
    });

    it("an admin of acme cannot take up a booking's workflow of globex", async () => {
      const workflowId = foreign.bookings.edges[0]?.node.workflow?.id;
      expect(workflowId).toEqual(expect.any(String));
      for (const name of ['retryWorkflow', 'undoWorkflow']) {
        const { data, errors } = await mutate(admin, name, { workflowId });
        expect([data, codes(errors)]).toEqual([null, ['NOT_FOUND']]);
      }
    });

    it('changes the password of nobody but the one who asks', async () => {
      const { data, errors } = await mutate(admin, 'changePassword', { newPassword: 'a long enough new password' });
      expect([errors, data]).toEqual([[], { changePassword: { __typename: 'InvalidInput' } }]);
    });

    // Last of these: nothing of the above has left a trace.
    it('leaves both tenants as they were', async () => {
      const [after, home] = [await view(globex), await view(acme)];
      const lasting = ({ members, domains, workflows, auditLog, bookings }: View): unknown => [bookings.edges.map(({ node }) => node.id), members.edges.map(({ node }) => node.id), domains.map(({ id }) => id), workflows.edges.length, auditLog.edges.length];
      expect(lasting(after)).toEqual(lasting(foreign));
      expect(lasting(home)).toEqual(lasting(own));
    });
  });

  describe('a plain member', () => {
    /** Fields of their tenant that every member sees; all others are the admins'. */
    const open = ['bookingPages', 'bookings', 'createdAt', 'id', 'mailHost', 'name', 'slug'];

    it.each(Object.keys(tenantType.getFields()).filter((name) => name !== 'member' && name !== 'domain').sort())('asks for %s of their tenant', async (name) => {
      const field = tenantType.getFields()[name];
      const { data, errors } = await stack.graphql(member, `{ tenant(slug: "acme") { ${name} ${isLeafType(getNamedType(field?.type as never)) ? '' : '{ __typename }'} } }`);
      expect(codes(errors)).toEqual(open.includes(name) ? [] : ['FORBIDDEN']);
      if (open.includes(name)) expect(data).toHaveProperty(`tenant.${name}`);
    });

    it('sees themselves with mailbox and drive, and no colleague', async () => {
      const query = `query ($id: ID!) { tenant(slug: "acme") { member(id: $id) { displayName mailbox { address } drive { name } workflows { totalCount } user { email } signIn { state } } } }`;
      const self = await stack.graphql(member, query, { id: memberOf(own, acme.email('member')).id });
      expect(self.errors).toEqual([]);
      expect(self.data).toMatchObject({ tenant: { member: { displayName: 'Mia Lindqvist', mailbox: { address: acme.email('member') }, drive: { name: 'Mia Lindqvist' }, workflows: { totalCount: 2 }, signIn: { state: 'ACTIVE' } } } });
      const colleague = await stack.graphql(member, query, { id: memberOf(own, acme.email('admin')).id });
      expect([colleague.data, colleague.errors]).toEqual([{ tenant: { member: null } }, []]);
      const domain = await stack.graphql(member, `query ($id: ID!) { tenant(slug: "acme") { domain(id: $id) { name } } }`, { id: own.domains[0]?.id });
      expect(codes(domain.errors)).toEqual(['FORBIDDEN']);
    });

    it('gets nothing of a colleague by asking the subgraphs for entities', async () => {
      const actor = (await stack.actorOf(acme.email('member'))) as Actor;
      const colleague = memberOf(own, acme.email('admin'));
      for (const [name, selection] of [['identity', 'displayName user { email } signIn { email } workflows { totalCount }'], ['mail', 'mailbox { address }'], ['storage', 'drive { name }']] as const) {
        const query = `query ($references: [_Any!]!) { _entities(representations: $references) { ... on Member { ${selection} } } }`;
        const { data } = await stack.transport(name, { query, variables: { references: [{ __typename: 'Member', id: colleague.id }] }, actorToken: await stack.gatewaySigner.sign(actor), requestId: 'test', ipAddress: null });
        expect(textsIn(data)).toEqual([]);
      }
    });
  });

  it.each(Object.keys(queryType.getFields()).filter((name) => name !== 'publicBookingPage'))('gives the public nothing of %s', async (name) => {
    const args: Record<string, string> = { tenant: '(slug: "acme")' };
    const query = `{ ${name}${args[name] ?? ''} { __typename } }`;
    // At the door, and behind it, where each resolver asks its own rule.
    for (const { data, errors } of [await stack.graphql(null, query), await stack.runAs(publicActor, query)]) expect([data?.[name] ?? null, codes(errors)]).toEqual([null, ['UNAUTHENTICATED']]);
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

    /** What is kept for one peer, with what it needs to be asked. */
    const reserved: [subgraph: string, field: string, peers: string[], selection: string, variables: () => Record<string, unknown>][] = [
      ['identity', 'actor', ['gateway', 'stack'], 'query ($subject: String) { actor(subject: $subject) }', () => ({ subject: 'x' })],
      ['identity', 'recordAudit', ['mail', 'storage', 'billing', 'booking'], 'mutation ($records: String!) { recordAudit(records: $records) }', () => ({ records: '[]' })],
      ['identity', 'foundTenant', ['stack'], 'mutation ($input: FoundTenantInput!) { foundTenant(input: $input) }', () => ({ input: { slug: 'stolen', name: 'Stolen' } })],
      ['identity', 'foundPartner', ['stack'], 'mutation ($input: FoundPartnerInput!) { foundPartner(input: $input) }', () => ({ input: { name: 'Thief', clientId: 'thief', tenantIds: [globex.id] } })],
      ['identity', 'openPlatformAccount', ['stack'], 'mutation ($input: OpenPlatformAccountInput!) { openPlatformAccount(input: $input) }', () => ({ input: { email: 'thief@dezky.test', displayName: 'Thief', password: 'a long enough password' } })],
      ['mail', 'mailboxOffer', ['identity'], 'query ($tenantId: ID!) { mailboxOffer(tenantId: $tenantId, localPart: "a") { address } }', () => ({ tenantId: globex.id })],
      ['identity', 'memberName', ['booking'], 'query ($memberId: ID!) { memberName(memberId: $memberId) }', () => ({ memberId: foreignMember().id })],
      ['mail', 'calendarAccount', ['booking'], 'query ($memberId: ID!) { calendarAccount(memberId: $memberId) }', () => ({ memberId: foreignMember().id })],
      ['mail', 'mailboxState', ['identity'], 'query ($memberId: ID!) { mailboxState(memberId: $memberId) }', () => ({ memberId: foreignMember().id })],
      ['mail', 'removeMailbox', ['identity'], 'mutation ($memberId: ID!) { removeMailbox(memberId: $memberId) }', () => ({ memberId: foreignMember().id })],
      ['mail', 'freezeMailbox', ['identity'], 'mutation ($memberId: ID!) { freezeMailbox(memberId: $memberId) }', () => ({ memberId: foreignMember().id })],
      ['mail', 'unfreezeMailbox', ['identity'], 'mutation ($memberId: ID!) { unfreezeMailbox(memberId: $memberId) }', () => ({ memberId: foreignMember().id })],
      ['mail', 'setMailboxPassword', ['identity'], 'mutation ($memberId: ID!) { setMailboxPassword(memberId: $memberId, password: "a long enough password") }', () => ({ memberId: foreignMember().id })],
      ['mail', 'provisionMailbox', ['identity'], 'mutation ($input: ProvisionMailboxInput!) { provisionMailbox(input: $input) { id } }', () => ({ input: { tenantId: globex.id, memberId: 'm', address: globex.email('spy'), displayName: 'Spy', password: 'a long enough password' } })],
      ['mail', 'recordsToPublish', ['stack'], 'query { recordsToPublish { domain } }', () => ({})],
      ['mail', 'appleProfile', [], 'query ($id: ID!) { appleProfile(mailboxId: $id) { content } }', () => ({ id: foreignMember().mailbox?.id })],
      ['mail', 'resumeWorkflow', [], 'mutation ($id: ID!) { resumeWorkflow(workflowId: $id, direction: "UNDO") { outcome } }', () => ({ id: foreign.domains[0]?.workflow?.id })],
      ['storage', 'driveState', ['identity'], 'query ($memberId: ID!) { driveState(memberId: $memberId) }', () => ({ memberId: foreignMember().id })],
      ['storage', 'removeDrive', ['identity'], 'mutation ($memberId: ID!) { removeDrive(memberId: $memberId) }', () => ({ memberId: foreignMember().id })],
      ['storage', 'suspendDrive', ['identity'], 'mutation ($memberId: ID!) { suspendDrive(memberId: $memberId) }', () => ({ memberId: foreignMember().id })],
      ['storage', 'resumeDrive', ['identity'], 'mutation ($memberId: ID!) { resumeDrive(memberId: $memberId) }', () => ({ memberId: foreignMember().id })],
      ['storage', 'provisionDrive', ['identity'], 'mutation ($input: ProvisionDriveInput!) { provisionDrive(input: $input) { id } }', () => ({ input: { tenantId: globex.id, memberId: 'm', username: globex.email('spy'), displayName: 'Spy' } })],
      ['billing', 'setSeats', ['identity'], 'mutation ($input: SetSeatsInput!) { setSeats(input: $input) }', () => ({ input: { tenantId: globex.id, tenantName: 'Globex', ownerEmail: null, seats: 99, version: 999 } })],
      ['billing', 'billedSeats', ['identity'], 'query ($tenantId: ID!) { billedSeats(tenantId: $tenantId) { seats } }', () => ({ tenantId: globex.id })],
      ['booking', 'resumeBookingWorkflow', [], 'mutation ($id: ID!) { resumeBookingWorkflow(workflowId: $id, direction: "UNDO") { outcome } }', () => ({ id: foreign.bookings.edges[0]?.node.workflow?.id })],
      ['booking', 'openBookingPage', ['stack'], 'mutation ($input: OpenBookingPageInput!) { openBookingPage(input: $input) }', () => ({ input: { tenantId: globex.id, tenantSlug: 'globex', hostMemberId: 'm', slug: 'x', title: 'X', durationMinutes: 30, timeZone: 'UTC' } })],
    ];

    it('is asked completely: a hidden field without a line here fails', () => {
      const hidden = stack.subgraphs.flatMap(({ name, sdl }) =>
        parse(sdl)
          .definitions.flatMap((definition) => (definition.kind === Kind.OBJECT_TYPE_DEFINITION && ['Query', 'Mutation'].includes(definition.name.value) ? (definition.fields ?? []) : []))
          .filter(({ directives = [] }) => directives.some((directive) => directive.name.value === 'inaccessible'))
          .map((field) => `${name}.${field.name.value}`),
      );
      expect(hidden.length).toBeGreaterThan(10);
      expect(reserved.map(([subgraph, field]) => `${subgraph}.${field}`).sort()).toEqual(hidden.sort());
    });

    it.each(reserved)('%s.%s is kept for %j', async (subgraph, _field, peers, query, variables) => {
      const strangers = ['gateway', 'stack', 'identity', 'mail', 'storage', 'billing', 'booking'].filter((name) => !peers.includes(name));
      for (const peer of strangers) {
        for (const tenantId of [null, globex.id]) {
          const { data, errors } = await askAs(peer, { kind: 'PEER', peer, tenantId }, subgraph, query, variables());
          expect([peer, Object.values(data ?? { none: null })[0] ?? null, errors?.[0]?.extensions['code']]).toEqual([peer, null, 'FORBIDDEN']);
        }
      }
      // Nobody but the gateway says who a person is, and nobody speaks for another peer.
      const admins = (await stack.actorOf(globex.email('owner'))) as Actor;
      for (const [issuer, actor] of [['mail', admins], ['mail', { kind: 'PEER', peer: peers[0] ?? 'identity', tenantId: null }], ['gateway', { kind: 'PEER', peer: 'stack', tenantId: null }]] as [string, Actor][]) {
        if (actor.kind === 'PEER' && actor.peer === issuer) continue;
        const { data, errors } = await askAs(issuer, actor, subgraph, query, variables());
        expect([data ?? null, errors?.[0]?.extensions['code']]).toEqual([null, 'UNAUTHENTICATED']);
      }
    });

    it('cannot be asked for from outside', async () => {
      for (const [, field] of reserved) {
        const { errors, status } = await stack.graphql(admin, `{ ${field} }`);
        expect([field, status, codes(errors)]).toEqual([field, 400, ['BAD_USER_INPUT']]);
      }
    });

    it('touches no other tenant than the one it acts in', async () => {
      const identity = new Peers('identity', signerOf('identity'), stack.transport);
      const [memberId, scope] = [foreignMember().id, { tenantId: acme.id, requestId: 'test' }];
      const ask = (subgraph: string, query: string): Promise<Record<string, unknown>> => identity.ask(subgraph, query, { memberId }, scope);
      expect(await ask('mail', 'query ($memberId: ID!) { mailboxState(memberId: $memberId) }')).toEqual({ mailboxState: null });
      expect(await ask('mail', 'mutation ($memberId: ID!) { removeMailbox(memberId: $memberId) }')).toEqual({ removeMailbox: false });
      expect(await ask('storage', 'query ($memberId: ID!) { driveState(memberId: $memberId) }')).toEqual({ driveState: null });
      const booking = new Peers('booking', signerOf('booking'), stack.transport);
      expect(await booking.ask('mail', 'query ($memberId: ID!) { calendarAccount(memberId: $memberId) }', { memberId }, scope)).toEqual({ calendarAccount: null });
      expect(await booking.ask('identity', 'query ($memberId: ID!) { memberName(memberId: $memberId) }', { memberId }, scope)).toEqual({ memberName: null });
      await ask('storage', 'mutation ($memberId: ID!) { removeDrive(memberId: $memberId) }');
      expect(memberOf(await view(globex), globex.email('member'))).toMatchObject({ mailbox: { state: 'ACTIVE' }, drive: { state: 'ACTIVE' } });
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

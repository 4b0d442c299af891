import { randomUUID } from 'node:crypto';
import { type Actor, publicActor } from '@dezky/kit/context/actor';
import { ActorSigner } from '@dezky/kit/context/actor-token';
import { type Credential, type TestPerson, type TestStack, type TestTenant, startTestStack } from '@dezky/stack/test-stack.fixture';
import { type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import { type Place, type Who, everybody } from './audiences.fixture';
import { fullSelection, textsIn } from './full-selection.fixture';
import { type Values } from './paths.fixture';
import { snapshotOf } from './tenant-snapshot.fixture';

export interface Member {
  readonly id: string;
  readonly user: { readonly id: string; readonly email: string };
  readonly mailbox: { readonly id: string } | null;
  readonly drive: { readonly id: string } | null;
}

interface Listed<Node> {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[];
}

/** A tenant as operators see it, as far as tests name it. */
export interface View {
  readonly id: string;
  readonly members: Listed<Member>;
  readonly domains: readonly { readonly id: string; readonly workflow: { readonly id: string } | null }[];
  readonly distributionLists: Listed<{ readonly id: string }>;
  readonly workflows: Listed<{ readonly id: string }>;
  readonly auditLog: Listed<{ readonly id: string }>;
  readonly bookingPages: readonly { readonly id: string }[];
  readonly memberImports: readonly { readonly id: string }[];
  readonly bookings: Listed<{ readonly id: string; readonly attendee: { readonly name: string }; readonly workflow: { readonly id: string } | null }>;
  readonly storage: { readonly drives: Listed<{ readonly id: string }> };
}

export interface Party extends Who {
  readonly actor: Actor;
  /** As the gateway signs it, or the peer itself. */
  readonly token: () => Promise<string>;
  /** Undefined where nobody comes to the gateway like this. */
  readonly credential?: Credential;
  /** The member that is asked about as the party's own. */
  readonly self: string;
}

export interface TwoTenants {
  readonly stack: TestStack;
  readonly acme: TestTenant;
  readonly globex: TestTenant;
  readonly own: View;
  readonly foreign: View;
  readonly parties: readonly Party[];
  readonly operator: Party;
  /** Texts that nobody of acme may see. */
  readonly foreignMarks: ReadonlySet<string>;
  /** Texts of acme that its plain members may not see. */
  readonly colleagueMarks: ReadonlySet<string>;
  values(place: Place, email: string): Values;
}

const person = (localPart: string, displayName: string, role: TestPerson['role'] = 'MEMBER'): TestPerson => ({ localPart, displayName, role });

/** Acme, with an actor of every kind, and globex, which none of them has a right to; with a partner that looks after acme. */
export async function foundTwoTenants(schema: GraphQLSchema): Promise<TwoTenants> {
  const stack = await startTestStack({ environment: { BUDGET_USER: '9999999/9999999', BUDGET_CLIENT: '9999999/9999999' } });
  return furnish(stack, schema).catch(async (error: unknown) => {
    await stack.stop();
    throw error;
  });
}

async function furnish(stack: TestStack, schema: GraphQLSchema): Promise<TwoTenants> {
  const acme = await stack.newTenant({
    slug: 'acme',
    members: [person('owner', 'Olivia Berg', 'OWNER'), person('admin', 'Anders Holm', 'ADMIN'), person('member', 'Mia Lindqvist'), person('leaver', 'Lars Norden'), person('gone', 'Gunnar Aske'), { ...person('newcomer', 'Nina Dahl'), newcomer: true }],
  });
  const globex = await stack.newTenant({ slug: 'globex', members: [person('owner', 'Gideon Frost', 'OWNER'), person('member', 'Greta Falk')] });
  await foundPartner(stack, acme);
  for (const [tenant, host, slug] of [[acme, 'owner', 'demo'], [acme, 'member', 'coffee'], [globex, 'owner', 'tour']] as const) await book(stack, tenant, host, slug);

  const credentials = await credentialsOf(stack, acme);
  for (const [mutation, success, localPart] of [['suspendMember', 'MemberSuspended', 'leaver'], ['removeMember', 'MemberRemoved', 'gone']] as const) await end(stack, mutation, success, acme.email(localPart), credentials.get('owner') ?? null);
  for (const tenant of [acme, globex]) await upload(stack, tenant);
  for (const tenant of [acme, globex]) await createList(stack, tenant);
  const everything = fullSelection(schema.getType('Tenant') as GraphQLObjectType);
  const operatorActor = (await stack.actorOf('operator@dezky.test')) ?? missing('an operator');
  const view = async ({ slug }: TestTenant): Promise<View> => {
    const { data, errors } = await stack.runAs(operatorActor, `query ($slug: String!) { tenant(slug: $slug) ${everything} }`, { slug });
    if (errors.length > 0) throw new Error(`The operator does not see ${slug}: ${errors[0]?.message ?? ''}`);
    return data?.['tenant'] as View;
  };
  await settled(stack, [acme, globex]);
  const [own, foreign] = [await view(acme), await view(globex)];
  const parties = await partiesOf(stack, acme, credentials, own);
  const operator = parties.find(({ kind }) => kind === 'OPERATOR');
  if (!operator) throw new Error('The matrix has no operator.');
  return { stack, acme, globex, own, foreign, parties, operator, foreignMarks: marks(foreign, [own]), colleagueMarks: colleagueMarks(own, acme), values: (place, email) => valuesOf(place === 'HOME' ? acme : globex, place === 'HOME' ? own : foreign, email) };
}

async function foundPartner(stack: TestStack, acme: TestTenant): Promise<void> {
  const ask = async (query: string, input: Record<string, unknown>): Promise<string> => Object.values(await stack.peers.ask<Record<string, string>>('identity', query, { input }, { tenantId: null, requestId: 'test' }))[0] ?? '';
  const partnerId = await ask('mutation ($input: FoundPartnerInput!) { foundPartner(input: $input) }', { name: 'Northwind', clientId: 'northwind', tenantIds: [acme.id] });
  for (const [email, displayName, partner] of [['staff@northwind.test', 'Nora West', partnerId], ['operator@dezky.test', 'Dezky Operator', null]] as const) {
    await ask('mutation ($input: OpenPlatformAccountInput!) { openPlatformAccount(input: $input) }', { email, displayName, password: stack.passwordOf(email), partnerId: partner });
  }
}

async function book(stack: TestStack, { id: tenantId, slug: tenantSlug, email }: TestTenant, host: string, slug: string): Promise<void> {
  const hostMemberId = (await stack.actorOf(email(host)))?.memberships[0]?.memberId;
  const input = { tenantId, tenantSlug, hostMemberId, slug, title: `${slug} of ${tenantSlug}`, durationMinutes: 30, timeZone: 'Europe/Oslo' };
  await stack.peers.ask('booking', 'mutation ($input: OpenBookingPageInput!) { openBookingPage(input: $input) }', { input }, { tenantId, requestId: 'test' });
  const [from, to] = [0, 14].map((days) => new Date(Date.now() + days * 86_400_000).toISOString());
  const { data } = await stack.runAs(publicActor, 'query ($tenant: String!, $page: String!, $from: DateTime!, $to: DateTime!) { publicBookingPage(tenant: $tenant, page: $page) { slots(from: $from, to: $to) { startsAt } } }', { tenant: tenantSlug, page: slug, from, to });
  const [slot] = (data as { publicBookingPage: { slots: { startsAt: string }[] } }).publicBookingPage.slots;
  const visitor = { tenant: tenantSlug, page: slug, startsAt: slot?.startsAt, attendeeName: `Visitor of ${host} at ${tenantSlug}`, attendeeEmail: `visitor-of-${host}@${tenantSlug}.example` };
  const booked = await stack.runAs(publicActor, 'mutation ($input: BookSlotInput!) { bookSlot(input: $input) { __typename } }', { input: visitor });
  if ((booked.data?.['bookSlot'] as { __typename?: string } | undefined)?.__typename !== 'SlotBooked') throw new Error(`Nothing could be booked with ${host} of ${tenantSlug}: ${JSON.stringify(booked)}`);
}

/** A distribution list with somebody inside and somebody outside. */
async function createList(stack: TestStack, { id: tenantId, slug, email }: TestTenant): Promise<void> {
  const input = { tenantId, name: `Everybody at ${slug}`, address: email('everybody'), recipients: [email('owner'), `partner@of-${slug}.example`] };
  const { data } = await stack.graphql({ token: await stack.tokenOf(email('owner')) }, 'mutation ($input: CreateDistributionListInput!) { createDistributionList(input: $input) { __typename ... on DistributionListCreated { workflow { state } } } }', { input });
  if ((data?.['createDistributionList'] as { workflow?: { state: string } } | undefined)?.workflow?.state !== 'SUCCEEDED') throw new Error(`No distribution list could be made for ${slug}: ${JSON.stringify(data)}`);
}

/** People who are looked at and never created, so that nothing of them is in the tenant. */
async function upload(stack: TestStack, { id, slug, email }: TestTenant): Promise<void> {
  const answer = await fetch(`${stack.url}/imports/members?tenant=${id}&name=${slug}.csv`, { method: 'POST', headers: { 'content-type': 'text/csv', authorization: `Bearer ${await stack.tokenOf(email('owner'))}` }, body: `email,name,phone\nimported@${slug}.test,Ida Import of ${slug},+47 22 00 00 00\nowner@${slug}.test,Owner renamed in ${slug},\n` });
  if (answer.status !== 201) throw new Error(`The import of ${slug} was not taken: ${await answer.text()}`);
}

async function end(stack: TestStack, mutation: string, success: string, email: string, credential: Credential): Promise<void> {
  const memberId = (await stack.actorOf(email))?.memberships[0]?.memberId;
  const { text } = await stack.graphql(credential, `mutation ($input: MemberInput!) { ${mutation}(input: $input) { __typename ... on ${success} { workflow { state } } } }`, { input: { memberId } });
  if (!text.includes('SUCCEEDED')) throw new Error(`${mutation} of ${email} did not end: ${text}`);
}

/** By the name of the party. */
async function credentialsOf(stack: TestStack, { email }: TestTenant): Promise<ReadonlyMap<string, Credential>> {
  const people = { owner: email('owner'), admin: email('admin'), member: email('member'), newcomer: email('newcomer'), 'suspended person': email('leaver'), 'removed person': email('gone'), 'partner staff': 'staff@northwind.test', operator: 'operator@dezky.test' };
  // Authentik gives no token without a scope; what a client without one gets is asked at the subgraphs.
  const clients = everybody.filter(({ kind, scopes = [] }) => kind === 'CLIENT' && scopes.length > 0);
  const found = await Promise.all([
    ...Object.entries(people).map(async ([name, address]) => [name, { token: await stack.tokenOf(address) }] as const),
    ...clients.map(async ({ name, scopes = [] }) => [name, { token: await clientToken(stack, scopes) }] as const),
  ]);
  return new Map<string, Credential>([['the public', null], ...found]);
}

async function clientToken(stack: TestStack, scopes: readonly string[]): Promise<string> {
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: 'northwind', client_secret: stack.secrets.partnerClientSecret, scope: scopes.join(' ') });
  const answer = (await (await fetch(`${stack.places.authentikUrl}/application/o/token/`, { method: 'POST', body: form })).json()) as { access_token?: string };
  if (!answer.access_token) throw new Error(`The client got no token: ${JSON.stringify(answer)}`);
  return answer.access_token;
}

async function partiesOf(stack: TestStack, { id, email }: TestTenant, credentials: ReadonlyMap<string, Credential>, own: View): Promise<Party[]> {
  const addresses: Partial<Record<Who['kind'], string>> = { OWNER: email('owner'), ADMIN: email('admin'), MEMBER: email('member'), NEWCOMER: email('newcomer'), SUSPENDED: email('leaver'), REMOVED: email('gone'), STAFF: 'staff@northwind.test', OPERATOR: 'operator@dezky.test' };
  return Promise.all(
    everybody.map(async (who): Promise<Party> => {
      const { name, kind, scopes, peer, bound } = who;
      const self = own.members.edges.some(({ node }) => node.user.email === addresses[kind]) ? (addresses[kind] ?? '') : email('member');
      if (kind === 'PEER') {
        const signer = new ActorSigner(stack.secrets.actorKeys.find((key) => key.issuer === peer) ?? missing(`a key of ${peer ?? ''}`));
        const actor: Actor = { kind: 'PEER', peer: peer ?? '', tenantId: bound ? id : null };
        return { ...who, self, actor, token: () => signer.sign(actor) };
      }
      const address = addresses[kind];
      const actor: Actor = kind === 'CLIENT' ? await clientActor(stack, scopes ?? []) : address ? ((await stack.actorOf(address)) ?? publicActor) : publicActor;
      const elsewhere = name.includes('elsewhere') && actor.kind === 'USER' ? { ...actor, memberships: [...actor.memberships, { tenantId: randomUUID(), memberId: randomUUID(), role: 'ADMIN' as const }] } : actor;
      return { ...who, self, actor: elsewhere, token: () => stack.gatewaySigner.sign(elsewhere), ...(credentials.has(name) ? { credential: credentials.get(name) ?? null } : {}) };
    }),
  );
}

const clientActor = async (stack: TestStack, scopes: readonly string[]): Promise<Actor> =>
  JSON.parse((await stack.peers.ask<{ actor: string }>('identity', 'query ($scopes: [String!]) { actor(clientId: "northwind", scopes: $scopes) }', { scopes }, { tenantId: null, requestId: 'test' })).actor) as Actor;

const missing = (what: string): never => {
  throw new Error(`The stack has no ${what}.`);
};

/** Waits until nothing of the founding is under way any more: what is compared afterwards stands still. */
async function settled(stack: TestStack, tenants: readonly TestTenant[]): Promise<void> {
  const look = async (): Promise<{ text: string; busy: boolean }> => {
    const shots = await Promise.all(tenants.map((tenant) => snapshotOf(stack, tenant)));
    const busy = shots.some((shot) => Object.entries(shot).some(([name, rows]) => (name.endsWith('audit_outbox') ? rows.length > 0 : name.endsWith('.workflows') && rows.some((row) => row.includes('RUNNING')))));
    return { text: JSON.stringify(shots), busy };
  };
  const deadline = Date.now() + 60_000;
  for (let before = await look(); ; ) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const now = await look();
    if (!now.busy && now.text === before.text) return;
    if (Date.now() > deadline) throw new Error('The two tenants did not come to rest.');
    before = now;
  }
}

const marks = (view: unknown, others: readonly unknown[]): ReadonlySet<string> => {
  const shared = new Set(others.flatMap(textsIn));
  return new Set(textsIn(view).filter((text) => text.length > 5 && !shared.has(text)));
};

function colleagueMarks({ members, bookings, storage, ...rest }: View, { email }: TestTenant): ReadonlySet<string> {
  const isMine = ({ node }: { node: Member }): boolean => node.user.email === email('member');
  const mine = members.edges.find(isMine)?.node;
  const ofMine = (node: { attendee: { name: string } }): boolean => node.attendee.name.includes('of member');
  const theirs = [members.edges.filter((edge) => !isMine(edge)), bookings.edges.filter(({ node }) => !ofMine(node)), storage.drives.edges.filter(({ node }) => node.id !== mine?.drive?.id)];
  return marks(theirs, [mine, bookings.edges.filter(({ node }) => ofMine(node)), rest.bookingPages, rest.id]);
}

function valuesOf({ id, slug, email: addressOf }: TestTenant, view: View, email: string): Values {
  const member = view.members.edges.find(({ node }) => node.user.email === email)?.node ?? missing(`member ${email}`);
  return {
    tenantId: id,
    tenantSlug: slug,
    memberId: member.id,
    mailboxId: member.mailbox?.id ?? missing(`mailbox of ${email}`),
    domainId: view.domains[0]?.id ?? missing(`domain of ${slug}`),
    listId: view.distributionLists.edges[0]?.node.id ?? missing(`distribution list of ${slug}`),
    workflowId: view.workflows.edges[0]?.node.id ?? missing(`workflow of ${slug}`),
    importId: view.memberImports[0]?.id ?? missing(`import of ${slug}`),
    pageSlug: slug === 'acme' ? 'demo' : 'tour',
    partnerId: id,
    address: addressOf('owner'),
    cursor: view.members.edges[0]?.cursor ?? missing(`cursor of ${slug}`),
    search: addressOf('owner'),
    auditRecords: JSON.stringify([{ id: randomUUID(), tenantId: id, at: new Date().toISOString(), actor: { kind: 'SYSTEM', name: 'Spy', email: null }, action: 'spy.spied', outcome: 'SUCCEEDED', target: null, summary: 'Spied', changes: [], ipAddress: null, requestId: 'spy' }]),
  };
}

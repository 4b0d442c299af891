import type { UserActor } from '@dezky/kit/context/actor';
import type { Logger } from '@dezky/kit/log/logger';
import { partnerClientId } from './credentials';
import type { Stack } from './start-stack';

interface Person {
  readonly localPart: string;
  readonly displayName: string;
  readonly role: 'OWNER' | 'ADMIN' | 'MEMBER';
}

interface DemoTenant {
  readonly slug: string;
  readonly name: string;
  readonly seatLimit: number;
  readonly people: readonly Person[];
}

const tenants: readonly DemoTenant[] = [
  {
    slug: 'acme',
    name: 'Acme',
    seatLimit: 25,
    people: [
      { localPart: 'owner', displayName: 'Olivia Berg', role: 'OWNER' },
      { localPart: 'admin', displayName: 'Anders Holm', role: 'ADMIN' },
      { localPart: 'member', displayName: 'Mia Lindqvist', role: 'MEMBER' },
    ],
  },
  { slug: 'globex', name: 'Globex', seatLimit: 10, people: [{ localPart: 'owner', displayName: 'Gideon Frost', role: 'OWNER' }] },
];

type SeedStack = Pick<Stack, 'peers' | 'secrets' | 'transport' | 'gatewaySigner' | 'places'>;

/**
 * The demonstration's tenants, accounts and partner, made the way everything is made: by the graph and its workflows.
 * What is there already is left as it is, so that a start that was cut off is finished by the next one.
 */
export async function seed(stack: SeedStack, log: Logger): Promise<void> {
  const tenantIds: string[] = [];
  for (const tenant of tenants) tenantIds.push(await seedTenant(stack, tenant));
  const partnerId = await ask<string>(stack, 'identity', `mutation ($input: FoundPartnerInput!) { result: foundPartner(input: $input) }`, { input: { name: 'Northwind', clientId: partnerClientId, tenantIds } });
  await openAccount(stack, 'staff@northwind.test', 'Nora West', partnerId);
  await openAccount(stack, 'operator@dezky.test', 'Dezky Operator', null);
  log.debug('the demonstration data is in place');
}

async function seedTenant(stack: SeedStack, tenant: DemoTenant): Promise<string> {
  const { slug, name, seatLimit } = tenant;
  const domain = `${slug}.test`;
  const id = await ask<string>(stack, 'identity', `mutation ($input: FoundTenantInput!) { result: foundTenant(input: $input) }`, { input: { slug, name, seatLimit } });
  const accounts = await Promise.all(tenant.people.map(({ localPart }) => actorOf(stack, `${localPart}@${domain}`)));
  if (accounts.every((account) => account && !account.passwordChangeRequired)) return id;
  await seedDomain(stack, id, domain);
  for (const person of tenant.people) await seedPerson(stack, id, domain, person);
  if (slug === 'acme') await seedBookingPage(stack, id, slug, `owner@${domain}`);
  return id;
}

async function seedDomain(stack: SeedStack, tenantId: string, name: string): Promise<void> {
  const query = `mutation ($input: AddDomainInput!) { result: addDomain(input: $input) { __typename ... on DomainAdded { domain { id } workflow { id state } } ... on Failure { code message } } }`;
  await ask(stack, 'mail', query, { input: { tenantId, name } }, tenantId);
  const read = `query { result: recordsToPublish { domainId tenantId domain ready records { host type value } } }`;
  interface Expected {
    readonly domainId: string;
    readonly tenantId: string;
    readonly domain: string;
    readonly ready: boolean;
    readonly records: readonly { host: string; type: string; value: string }[];
  }
  const expected = await until(async () => (await ask<Expected[]>(stack, 'mail', read, {})).find((entry) => entry.tenantId === tenantId && entry.domain === name && entry.ready), `the DNS records of ${name}`);
  const body = expected.records.map(({ host, type, value }) => `${host}. 300 IN ${type} ${type === 'TXT' ? quoted(value) : value}`).join('\n');
  const answer = await fetch(`${stack.places.dnsControlUrl}/zones/${name}`, { method: 'PUT', headers: { 'content-type': 'text/plain' }, body });
  if (!answer.ok) throw new Error(`The DNS sandbox refused the zone ${name}: ${answer.status} ${await answer.text()}`);
  await ask(stack, 'mail', `mutation ($input: DomainInput!) { result: recheckDomain(input: $input) { __typename } }`, { input: { domainId: expected.domainId } }, tenantId);
}

async function seedPerson(stack: SeedStack, tenantId: string, domain: string, person: Person): Promise<void> {
  const { localPart, displayName, role } = person;
  const email = `${localPart}@${domain}`;
  const query = `mutation ($input: CreateMemberInput!) { result: createMember(input: $input) { __typename ... on MemberCreated { workflow { id state } } ... on Failure { code message } } }`;
  await ask(stack, 'identity', query, { input: { tenantId, displayName, localPart, role } }, tenantId);
  // The person signs in with the one-time password and chooses the one of the demonstration.
  const actor = await until(async () => {
    const found = await actorOf(stack, email);
    return found && found.memberships.length > 0 ? found : undefined;
  }, `the account ${email}`);
  if (!actor.passwordChangeRequired) return;
  const change = `mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { __typename ... on PasswordChanged { workflow { state } } ... on Failure { message } } }`;
  const { data, errors } = await stack.transport('identity', {
    query: change,
    variables: { input: { newPassword: stack.secrets.accounts[email] } },
    actorToken: await stack.gatewaySigner.sign(actor),
    requestId: 'seed',
    ipAddress: null,
  });
  const result = data?.['changePassword'] as { __typename: string; message?: string } | undefined;
  if (result?.__typename !== 'PasswordChanged') throw new Error(`The password of ${email} could not be set: ${result?.message ?? errors?.[0]?.message ?? 'no reason given'}`);
  await until(async () => ((await actorOf(stack, email))?.passwordChangeRequired === false ? true : undefined), `the password of ${email}`);
}

async function seedBookingPage(stack: SeedStack, tenantId: string, tenantSlug: string, host: string): Promise<void> {
  const hostMemberId = (await actorOf(stack, host))?.memberships[0]?.memberId;
  const input = { tenantId, tenantSlug, hostMemberId, slug: 'introduction', title: 'Introduction call', durationMinutes: 30, timeZone: 'Europe/Copenhagen' };
  await ask(stack, 'booking', `mutation ($input: OpenBookingPageInput!) { result: openBookingPage(input: $input) }`, { input }, tenantId);
}

async function openAccount(stack: SeedStack, email: string, displayName: string, partnerId: string | null): Promise<void> {
  if (await actorOf(stack, email)) return;
  const input = { email, displayName, password: stack.secrets.accounts[email], partnerId };
  await ask(stack, 'identity', `mutation ($input: OpenPlatformAccountInput!) { result: openPlatformAccount(input: $input) }`, { input });
}

async function actorOf(stack: SeedStack, email: string): Promise<UserActor | null> {
  const actor = JSON.parse(await ask<string>(stack, 'identity', `query ($email: String!) { result: actor(email: $email) }`, { email })) as UserActor | { kind: 'PUBLIC' };
  return actor.kind === 'USER' ? actor : null;
}

async function ask<Result>(stack: SeedStack, subgraph: string, query: string, variables: Record<string, unknown>, tenantId: string | null = null): Promise<Result> {
  const { result } = await stack.peers.ask<{ result: Result }>(subgraph, query, variables, { tenantId, requestId: 'seed' });
  return result;
}

/** Waits for something that a workflow brings about. */
async function until<T>(look: () => Promise<T | undefined>, what: string): Promise<T> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`The demonstration data is incomplete: ${what} did not appear within a minute. Start again to go on with it.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** TXT data as zone files have it: strings of at most 255 characters (RFC 1035 section 3.3.14). */
const quoted = (text: string): string => (text.match(/[\s\S]{1,255}/g) ?? ['']).map((part) => `"${part.replace(/(["\\])/g, '\\$1')}"`).join(' ');

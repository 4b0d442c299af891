import type { UserActor } from '@dezky/kit/context/actor';
import type { Stack } from './start-stack';

export interface FoundedPerson {
  readonly localPart: string;
  readonly displayName: string;
  readonly role: 'OWNER' | 'ADMIN' | 'MEMBER';
  /** Chosen at the first sign-in; without it the one-time password stays to be changed. */
  readonly password?: string;
}

export interface FoundedTenant {
  readonly slug: string;
  readonly name: string;
  readonly seatLimit: number;
  /** Added, published at the name servers of the sandbox, and verified. */
  readonly domain: string;
  readonly people: readonly FoundedPerson[];
}

export type FoundingStack = Pick<Stack, 'peers' | 'transport' | 'gatewaySigner' | 'places'>;

/**
 * A tenant with a verified domain and people who can sign in, made the way everything is made: by the graph and its
 * workflows. What is there already is left as it is, so that a founding that was cut off is finished by the next one.
 *
 * @returns the tenant's id, and the one-time passwords that nobody has replaced yet, by address.
 */
export async function foundTenant(stack: FoundingStack, tenant: FoundedTenant): Promise<{ id: string; oneTimePasswords: ReadonlyMap<string, string> }> {
  const { slug, name, seatLimit, domain, people } = tenant;
  const id = await ask<string>(stack, 'identity', `mutation ($input: FoundTenantInput!) { result: foundTenant(input: $input) }`, { input: { slug, name, seatLimit } });
  const accounts = await Promise.all(people.map(({ localPart }) => actorOf(stack, `${localPart}@${domain}`)));
  if (people.length > 0 && people.every(({ password }, index) => accounts[index] && (password === undefined || !accounts[index].passwordChangeRequired))) return { id, oneTimePasswords: new Map() };
  await foundDomain(stack, id, domain);
  const oneTimePasswords = new Map<string, string>();
  for (const person of people) {
    const oneTimePassword = await foundPerson(stack, id, domain, person);
    if (oneTimePassword !== null) oneTimePasswords.set(`${person.localPart}@${domain}`, oneTimePassword);
  }
  return { id, oneTimePasswords };
}

async function foundDomain(stack: FoundingStack, tenantId: string, name: string): Promise<void> {
  await ask(stack, 'mail', `mutation ($input: AddDomainInput!) { result: addDomain(input: $input) { __typename } }`, { input: { tenantId, name } }, tenantId);
  const read = `query { result: recordsToPublish { domainId tenantId domain ready records { host type value } } }`;
  const wanted = async (): Promise<DomainToPublish | undefined> => (await ask<DomainToPublish[]>(stack, 'mail', read, {})).find((entry) => entry.tenantId === tenantId && entry.domain === name);
  const claimed = await until(wanted, `the ownership record of ${name}`);
  // The mail server gets to know the domain once it is shown to be theirs, and says what else to publish.
  if (!claimed.ready) await publishAndRecheck(stack, claimed);
  await publishAndRecheck(stack, await until(async () => wanted().then((found) => (found?.ready ? found : undefined)), `the DNS records of ${name}`));
}

interface DomainToPublish {
  readonly domainId: string;
  readonly tenantId: string;
  readonly domain: string;
  readonly ready: boolean;
  readonly records: readonly { host: string; type: string; value: string }[];
}

async function publishAndRecheck(stack: FoundingStack, { domainId, tenantId, domain, records }: DomainToPublish): Promise<void> {
  const body = records.map(({ host, type, value }) => `${host}. 300 IN ${type} ${type === 'TXT' ? quoted(value) : value}`).join('\n');
  const answer = await fetch(`${stack.places.dnsControlUrl}/zones/${domain}`, { method: 'PUT', headers: { 'content-type': 'text/plain' }, body });
  if (!answer.ok) throw new Error(`The DNS sandbox refused the zone ${domain}: ${answer.status} ${await answer.text()}`);
  await ask(stack, 'mail', `mutation ($input: DomainInput!) { result: recheckDomain(input: $input) { __typename } }`, { input: { domainId } }, tenantId);
}

async function foundPerson(stack: FoundingStack, tenantId: string, domain: string, person: FoundedPerson): Promise<string | null> {
  const { localPart, displayName, role, password } = person;
  const email = `${localPart}@${domain}`;
  const query = `mutation ($input: CreateMemberInput!) { result: createMember(input: $input) { __typename ... on MemberCreated { oneTimePassword } ... on Failure { code message } } }`;
  const { oneTimePassword = null } = await ask<{ oneTimePassword?: string }>(stack, 'identity', query, { input: { tenantId, displayName, localPart, role } }, tenantId);
  const actor = await until(async () => {
    const found = await actorOf(stack, email);
    return found && found.memberships.length > 0 ? found : undefined;
  }, `the account ${email}`);
  if (!actor.passwordChangeRequired || password === undefined) return oneTimePassword;
  // The person signs in with the one-time password and chooses their own.
  const change = `mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { __typename ... on PasswordChanged { workflow { state } } ... on Failure { message } } }`;
  let refusal = 'no reason given';
  const chosen = async (): Promise<true | undefined> => {
    const { data, errors } = await stack.transport('identity', {
      query: change,
      variables: { input: { newPassword: password } },
      actorToken: await stack.gatewaySigner.sign(actor),
      requestId: 'founding',
      ipAddress: null,
    });
    const result = data?.['changePassword'] as { __typename: string; message?: string } | undefined;
    refusal = result?.message ?? errors?.[0]?.message ?? refusal;
    // The person is let in by the last step of their creation, and the creation ends a moment after that.
    return result?.__typename === 'PasswordChanged' || undefined;
  };
  await until(chosen, `the first password of ${email}`).catch((error: unknown) => {
    throw new Error(`The password of ${email} could not be set: ${refusal}`, { cause: error });
  });
  await until(async () => ((await actorOf(stack, email))?.passwordChangeRequired === false ? true : undefined), `the password of ${email}`);
  return null;
}

/** The person as the gateway would see them; null for a stranger. */
export async function actorOf(stack: FoundingStack, email: string): Promise<UserActor | null> {
  const actor = JSON.parse(await ask<string>(stack, 'identity', `query ($email: String!) { result: actor(email: $email) }`, { email })) as UserActor | { kind: 'PUBLIC' };
  return actor.kind === 'USER' ? actor : null;
}

/** Speaks to a subgraph in the stack's own name. */
export async function ask<Result>(stack: FoundingStack, subgraph: string, query: string, variables: Record<string, unknown>, tenantId: string | null = null): Promise<Result> {
  const { result } = await stack.peers.ask<{ result: Result }>(subgraph, query, variables, { tenantId, requestId: 'founding' });
  return result;
}

/** Waits for something that a workflow brings about. */
async function until<T>(look: () => Promise<T | undefined>, what: string): Promise<T> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`Founding a tenant did not come to its end: ${what} did not appear within a minute. Start again to go on with it.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** TXT data as zone files have it: strings of at most 255 characters (RFC 1035 section 3.3.14). */
const quoted = (text: string): string => (text.match(/[\s\S]{1,255}/g) ?? ['']).map((part) => `"${part.replace(/(["\\])/g, '\\$1')}"`).join(' ');

import type { Logger } from '@dezky/kit/log/logger';
import { partnerClientId } from './credentials';
import { type FoundedPerson, type FoundingStack, actorOf, ask, foundTenant } from './found-tenant';
import type { Stack } from './start-stack';

interface DemoTenant {
  readonly slug: string;
  readonly name: string;
  readonly seatLimit: number;
  readonly people: readonly FoundedPerson[];
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

type SeedStack = FoundingStack & Pick<Stack, 'secrets'>;

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
  const { slug } = tenant;
  const domain = `${slug}.test`;
  const people = tenant.people.map((person) => ({ ...person, ...passwordOf(stack, `${person.localPart}@${domain}`) }));
  const { id } = await foundTenant(stack, { ...tenant, domain, people });
  if (slug === 'acme') await seedBookingPage(stack, id, slug, `owner@${domain}`);
  return id;
}

const passwordOf = (stack: SeedStack, email: string): { password?: string } => {
  const password = stack.secrets.accounts[email];
  return password === undefined ? {} : { password };
};

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

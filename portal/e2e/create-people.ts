import type { RunningStack } from './running-stack';

/** People of the demonstration's Acme beside its own, created by its admin: each with the mailbox of their name. */
export async function createPeople(stack: RunningStack, names: readonly string[]): Promise<void> {
  const { tenant } = await stack.ask<{ tenant: { id: string } }>('admin@acme.test', '{ tenant(slug: "acme") { id } }');
  for (const displayName of names) {
    const input = { tenantId: tenant.id, displayName, localPart: displayName.toLowerCase().replace(' ', '.') };
    const { createMember } = await stack.ask<{ createMember: { __typename: string } }>('admin@acme.test', 'mutation ($input: CreateMemberInput!) { createMember(input: $input) { __typename } }', { input });
    expect(createMember.__typename).toBe('MemberCreated');
  }
}

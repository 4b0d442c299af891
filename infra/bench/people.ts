import 'reflect-metadata';
import { actorOf } from '@dezky/stack/found-tenant';
import { type BenchStack, startBenchStack } from './bench-stack';
import type { Figure } from './gateways';
import { addMembers, countStatements } from './page-costs';

const users = `query Members($slug: String!) { tenant(slug: $slug) { id members(first: 50) { totalCount pageInfo { hasNextPage endCursor }
  edges { cursor node { id displayName role roleLock status createdAt user { id email } mailbox { id address state appleProfileUrl } } } } } }`;

const middle = (values: number[]): number => values.sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
const round = (value: number): number => Math.round(value * 100) / 100;

/** The users page at 100 and at 10,000 members, side by side; and how long it takes from asking for a suspension to the last refusal that was seen. */
export async function measurePeople(root: string): Promise<Figure[]> {
  const stack = await startBenchStack(root);
  try {
    return [...(await usersPage(stack)), ...(await suspension(stack))];
  } finally {
    await stack.stop();
  }
}

async function usersPage(stack: BenchStack): Promise<Figure[]> {
  const [few, many] = [await stack.newTenant('few'), await stack.newTenant('many')];
  await addMembers(stack, few.slug, 100);
  await addMembers(stack, many.slug, 10_000);
  const sides = await Promise.all([few, many].map(async ({ slug, email }) => ({ slug, token: await stack.tokenOf(email('admin')), times: [] as number[], statements: 0 })));
  const ask = ({ slug, token }: { slug: string; token: string }): Promise<unknown> => stack.ask(token, users, { slug });
  for (const side of sides) {
    for (let warm = 0; warm < 30; warm += 1) await ask(side);
    // What runs beside requests in this process can only add to the count; the least of some is the page's own.
    side.statements = Infinity;
    for (let time = 0; time < 5; time += 1) side.statements = Math.min(side.statements, (await countStatements(() => ask(side))).statements);
  }
  for (let turn = 0; turn < 300; turn += 1) {
    for (const side of sides) {
      const startedAt = performance.now();
      await ask(side);
      side.times.push(performance.now() - startedAt);
    }
  }
  const [small, large] = sides.map(({ times, statements }) => ({ p50: middle(times), statements }));
  if (!small || !large) throw new Error('Two tenants are compared.');
  return [
    { name: 'users-page.p50', value: round(large.p50), unit: 'ms at 10,000 members', ratio: large.p50 / small.p50, comparedWith: 'at 100' },
    { name: 'users-page.statements', value: large.statements, unit: 'at 10,000 members', ratio: large.statements / small.statements, comparedWith: 'at 100' },
  ];
}

async function suspension(stack: BenchStack): Promise<Figure[]> {
  const people = Array.from({ length: 20 }, (_, index) => ({ localPart: `leaver${index}`, displayName: `Leaver ${index}`, role: 'MEMBER' as const }));
  const tenant = await stack.newTenant('leavers', people);
  const token = await stack.tokenOf(tenant.email('admin'));
  const took: number[] = [];
  for (const { localPart } of people) {
    await stack.tokenOf(tenant.email(localPart));
    const memberId = (await actorOf(stack, tenant.email(localPart)))?.memberships[0]?.memberId;
    const suspended = await stack.ask(token, `mutation ($id: ID!) { suspendMember(input: { memberId: $id }) { ... on MemberSuspended { workflow { state } member { accessReport { startedAt finishedAt proven } } } } }`, { id: memberId });
    const { workflow, member } = (suspended as { suspendMember: { workflow: { state: string }; member: { accessReport: { startedAt: string; finishedAt: string; proven: boolean } } } }).suspendMember;
    if (workflow.state !== 'SUCCEEDED' || !member.accessReport.proven) throw new Error(`A suspension ended ${workflow.state}.`);
    took.push(Date.parse(member.accessReport.finishedAt) - Date.parse(member.accessReport.startedAt));
  }
  return [
    { name: 'suspend-to-refused.p50', value: middle(took), unit: 'ms', ratio: middle(took) / 10_000, comparedWith: 'the 10 s it may take' },
    { name: 'suspend-to-refused.slowest', value: Math.max(...took), unit: 'ms of 20', ratio: Math.max(...took) / 10_000, comparedWith: 'the 10 s it may take' },
  ];
}

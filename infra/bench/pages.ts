import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '@dezky/kit/log/logger';
import { fetchToken } from '@dezky/stack/fetch-token';
import { actorOf } from '@dezky/stack/found-tenant';
import { startStack } from '@dezky/stack/start-stack';
import { type Figure, ample } from './gateways';
import { addMembers, measurePages } from './page-costs';

/** SQL statements and subgraph requests of each page of the portal, at 10 and at 1,000 members. */
export async function measurePageCosts(root: string): Promise<Figure[]> {
  const home = mkdtempSync(join(tmpdir(), 'dezky-bench-'));
  const stack = await startStack({ home, port: 0, environment: ample, demo: true, durable: false, log: createLogger({ name: 'bench', level: 'silent' }), supergraphFile: join(root, 'schema', 'supergraph.graphql') });
  try {
    const tokenOf = (email: string): Promise<string> => fetchToken({ authentikUrl: stack.places.authentikUrl, portalUrl: stack.url }, email, stack.secrets.accounts[email] ?? '');
    const token = await tokenOf('admin@acme.test');
    const tokens = [token, await tokenOf('operator@dezky.test')] as const;
    const id = (await actorOf(stack, 'admin@acme.test'))?.memberships[0]?.memberId;
    const answer = await fetch(`${stack.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` }, body: JSON.stringify({ query: '{ tenant(slug: "acme") { domains { id } } }' }) });
    const domainId = ((await answer.json()) as { data: { tenant: { domains: { id: string }[] } } }).data.tenant.domains[0]?.id;
    const days = (count: number): string => new Date(Date.now() + count * 86_400_000).toISOString();
    const known = { slug: 'acme', id, domainId, first: 50, after: null, search: null, tenant: 'acme', page: 'introduction', from: days(0), to: days(14), endsAfter: days(0) };
    await addMembers(stack, 'acme', 10);
    const few = await measurePages(stack, root, tokens, known);
    await addMembers(stack, 'acme', 1_000);
    const many = await measurePages(stack, root, tokens, known);
    return few.flatMap(({ page, statements, subgraphRequests }, index) => {
      const other = many[index] ?? { statements: 0, subgraphRequests: 0 };
      return [
        { name: `page.${page}.statements`, value: other.statements, unit: 'at 1,000 members', ratio: other.statements / statements, comparedWith: 'at 10' },
        { name: `page.${page}.subgraph-requests`, value: other.subgraphRequests, unit: 'at 1,000 members', ratio: other.subgraphRequests / subgraphRequests, comparedWith: 'at 10' },
      ];
    });
  } finally {
    await stack.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

import 'reflect-metadata';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { subgraphRequests } from '@dezky/kit/observe/metrics';
import { type DocumentNode, type OperationDefinitionNode, Kind, parse, print, visit } from 'graphql';
import { Client } from 'pg';

/** What one page of the portal costs each time it is opened. */
export interface PageCost {
  readonly page: string;
  readonly statements: number;
  readonly subgraphRequests: number;
}

export interface CountedStack {
  readonly url: string;
  databaseUrl(): string;
}

interface PageQuery {
  readonly page: string;
  readonly text: string;
  readonly variables: readonly string[];
}

/** The queries of the portal, by the folder of the page that sends them. */
export function portalQueries(root: string): PageQuery[] {
  const app = join(root, 'portal', 'src', 'app');
  const documents = readdirSync(app, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.graphql'))
    .map((file) => ({ page: file.split(/[\\/]/)[0] ?? file, document: parse(readFileSync(join(app, file), 'utf8')) }));
  const fragments = new Map(documents.flatMap(({ document }) => document.definitions.flatMap((definition) => (definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : []))));
  const isQuery = (definition: DocumentNode['definitions'][number]): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION && definition.operation === 'query';
  return documents.flatMap(({ page, document }) =>
    document.definitions.filter(isQuery).map((operation) => {
      const used = new Set<string>();
      const collect = (node: OperationDefinitionNode | NonNullable<ReturnType<typeof fragments.get>>): void => {
        visit(node, {
          FragmentSpread: ({ name }) => {
            const fragment = fragments.get(name.value);
            if (!fragment || used.has(name.value)) return;
            used.add(name.value);
            collect(fragment);
          },
        });
      };
      collect(operation);
      const text = [print(operation), ...[...used].map((name) => print(fragments.get(name) as never))].join('\n');
      return { page: `${page}/${operation.name?.value ?? ''}`, text, variables: (operation.variableDefinitions ?? []).map(({ variable }) => variable.name.value) };
    }),
  );
}

/** Statements that requests send; what runs beside them (the engine's polls, the outbox, pings) is not of a page. */
const beside = /audit_outbox|workflow_status|"workflow"\.|^(?:begin|commit|rollback)\b.{0,3}$/i;

/**
 * Counts the SQL statements of an answer in this process, whichever part sends them. The transaction around a read group
 * counts once: `begin` and the tenants travel in one message.
 */
export async function countStatements<T>(work: () => Promise<T>): Promise<{ result: T; statements: number }> {
  const prototype = Client.prototype as unknown as { query: (...args: unknown[]) => unknown };
  const original = prototype.query;
  let statements = 0;
  prototype.query = function counted(this: { connectionParameters?: { application_name?: string } }, ...args: unknown[]): unknown {
    const [first] = args;
    const text = typeof first === 'string' ? first : ((first as { text?: string } | null)?.text ?? '');
    const ofARequest = /^dezky-(identity|mail|storage|billing|booking|gateway)$/.test(this.connectionParameters?.application_name ?? '');
    if (ofARequest && !beside.test(text)) statements += 1;
    return original.apply(this, args);
  };
  try {
    return { result: await work(), statements };
  } finally {
    prototype.query = original;
  }
}

/** Adds members to a tenant as rows, without their accounts: pages are to read them, not to believe in them. */
export async function addMembers(stack: CountedStack, tenantSlug: string, until: number): Promise<void> {
  const client = new Client({ connectionString: stack.databaseUrl() });
  await client.connect();
  try {
    await client.query('begin');
    await client.query(`set local session_replication_role = replica`);
    const values = [tenantSlug, until];
    const source = `from generate_series((select count(*)::int + 1 from identity.members m join identity.tenants t on t.id = m.tenant_id where t.slug = $1), $2) n, identity.tenants t where t.slug = $1`;
    await client.query(`insert into identity.users (id, email, display_name) select 'bench-u-' || t.slug || n, 'bench' || n || '@' || t.slug || '.test', 'Bench ' || lpad(n::text, 6, '0') ${source}`, values);
    await client.query(`insert into mail.addresses (address, tenant_id, domain_id) select 'bench' || n || '@' || t.slug || '.test', t.id, (select id from mail.domains where tenant_id = t.id limit 1) ${source}`, values);
    await client.query(
      `insert into mail.mailboxes (id, tenant_id, member_id, address, domain_id, local_part, state)
       select 'bench-b-' || t.slug || n, t.id, 'bench-m-' || t.slug || n, 'bench' || n || '@' || t.slug || '.test', (select id from mail.domains where tenant_id = t.id limit 1), 'bench' || n, 'ACTIVE' ${source}`,
      values,
    );
    await client.query(`insert into storage.drives (id, tenant_id, member_id, username, name, state) select 'bench-d-' || t.slug || n, t.id, 'bench-m-' || t.slug || n, 'bench' || n || '@' || t.slug || '.test', 'Bench ' || n, 'ACTIVE' ${source}`, values);
    await client.query(
      `insert into identity.members (id, tenant_id, user_id, address, role, status, display_name) select 'bench-m-' || t.slug || n, t.id, 'bench-u-' || t.slug || n, 'bench' || n || '@' || t.slug || '.test', 'MEMBER', 'ACTIVE', 'Bench ' || lpad(n::text, 6, '0') ${source}`,
      values,
    );
    await client.query('commit');
    await client.query('analyze');
  } finally {
    await client.end();
  }
}

const times = 5;

/**
 * Opens every page some times and counts; ids are those of a member and a domain of the tenant.
 *
 * @param tokens an admin's, and an operator's for what admins may not see.
 */
export async function measurePages(stack: CountedStack, root: string, tokens: readonly [string, string], known: Readonly<Record<string, unknown>>): Promise<PageCost[]> {
  const costs: PageCost[] = [];
  for (const { page, text, variables } of portalQueries(root)) {
    const missing = variables.filter((name) => !(name in known));
    if (missing.length > 0) throw new Error(`${page} asks for ${missing.join(', ')}; say which one is meant.`);
    const id = page.startsWith('domains/') ? known['domainId'] : known['id'];
    const body = JSON.stringify({ query: text, variables: Object.fromEntries(variables.map((name) => [name, name === 'id' ? id : known[name]])) });
    const ask = async (token: string): Promise<string> => (await fetch(`${stack.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` }, body })).text();
    // The first time plans are made and documents checked.
    const forAdmins = await ask(tokens[0]);
    const token = forAdmins.includes('"FORBIDDEN"') ? tokens[1] : tokens[0];
    const first = await ask(token);
    if (first.includes('"errors"')) throw new Error(`${page} fails: ${first.slice(0, 300)}`);
    // What runs beside requests in this process can only add to the count; the least of some is the page's own.
    let statements = Infinity;
    const before = await requestsSoFar();
    for (let time = 0; time < times; time += 1) statements = Math.min(statements, (await countStatements(() => ask(token))).statements);
    costs.push({ page, statements, subgraphRequests: ((await requestsSoFar()) - before) / times });
  }
  return costs;
}

async function requestsSoFar(): Promise<number> {
  const { values } = await subgraphRequests.get();
  return values.filter(({ metricName }) => metricName === 'dezky_subgraph_request_seconds_count').reduce((sum, { value }) => sum + value, 0);
}

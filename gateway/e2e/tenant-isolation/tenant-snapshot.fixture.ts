import { type TestStack, type TestTenant } from '@dezky/stack/test-stack.fixture';
import { Client } from 'pg';

/** Everything that is kept of a tenant: all rows of all subgraphs, and what the back ends have of it. */
export async function snapshotOf(stack: TestStack, { id, domain }: TestTenant): Promise<Readonly<Record<string, readonly string[]>>> {
  const database = new Client({ connectionString: stack.databaseUrl() });
  await database.connect();
  try {
    const { rows: tables } = await database.query<{ name: string }>(`select format('%I.%I', table_schema, table_name) as name from information_schema.columns where column_name = 'tenant_id' and table_schema not in ('pg_catalog', 'information_schema') order by 1`);
    const kept: Record<string, readonly string[]> = {};
    const rowsOf = async (text: string): Promise<readonly string[]> => (await database.query<{ row: string }>(`select row::text as row from (${text}) as row order by 1`, [id])).rows.map(({ row }) => row);
    for (const { name } of tables) kept[name] = await rowsOf(`select * from ${name} where tenant_id = $1`);
    kept['identity.users'] = await rowsOf('select * from identity.users where id in (select user_id from identity.members where tenant_id = $1)');
    return { ...kept, ...backEndsOf(stack, id, domain) };
  } finally {
    await database.end();
  }
}

function backEndsOf({ sandboxes }: TestStack, id: string, domain: string): Record<string, readonly string[]> {
  const { authentik, stalwart, ocis, stripe, dns } = sandboxes;
  const text = (things: readonly unknown[]): string[] => things.map((thing) => JSON.stringify(thing, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value)));
  const about = (things: readonly unknown[], ...words: string[]): string[] => text(things).filter((thing) => words.some((word) => thing.includes(word)));
  const customers = stripe.customers().filter((customer) => JSON.stringify(customer).includes(id));
  return {
    accounts: about(authentik.accounts(), `@${domain}`),
    domains: about(stalwart.domains(), domain),
    mailboxes: about(stalwart.mailboxes(), `@${domain}`),
    events: about(stalwart.calendarEvents(), `@${domain}`),
    drives: about(ocis.drives(), `@${domain}`),
    customers: text(customers),
    subscriptions: about(stripe.subscriptions(), ...customers.map((customer) => customer.id)),
    zones: about(dns.zones(), domain),
  };
}

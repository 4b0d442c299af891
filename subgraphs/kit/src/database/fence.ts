import type { DataSource } from 'typeorm';

const reached = `select string_to_array(nullif(current_setting('dezky.tenants', true), ''), ',')`;

/** SQL for a schema's first migration: the tenants of the running transaction. */
export const fenceFunction = (schema: string): string => `
  create function ${schema}.reached() returns text[] language sql stable parallel safe as
    $$ ${reached} $$;`;

/** SQL that puts the second wall around a tenant-owned table. The table needs a column `tenant_id`. */
export const fence = (schema: string, table: string): string => {
  // Wrapped in a select, the function is evaluated once a statement and the index on tenant_id is used.
  const inside = `(tenant_id = any ((select ${schema}.reached())::text[]) or (select ${schema}.reached()) = array['*'])`;
  return `
  alter table ${schema}.${table} enable row level security;
  alter table ${schema}.${table} force row level security;
  create policy tenant on ${schema}.${table} using ${inside} with check ${inside};`;
};

/** A policy's text as PostgreSQL prints it back. */
const expected = `((tenant_id = ANY (( SELECT reached() AS reached)::text[])) OR (( SELECT reached() AS reached) = ARRAY['*'::text]))`;

/** The start is refused: a wall is missing. */
export class FenceError extends Error {
  override readonly name = 'FenceError';
}

/**
 * Refuses the start when a tenant-owned table has no wall, a wall or what it asks says something else than all others,
 * or the role of requests could step over it.
 *
 * @throws FenceError naming the tables or the role.
 */
export async function checkFence(dataSource: DataSource, schema: string): Promise<void> {
  const tables: { name: string; walled: boolean; using: string | null; check: string | null }[] = await dataSource.query(
    `select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as walled,
            pg_get_expr(p.polqual, p.polrelid) as using, pg_get_expr(p.polwithcheck, p.polrelid) as check
       from pg_class c
       join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
       left join pg_policy p on p.polrelid = c.oid and p.polname = 'tenant' and p.polpermissive and p.polcmd = '*'
      where c.relkind in ('r', 'p') and c.relnamespace = $1::regnamespace order by 1`,
    [schema],
  );
  // Whether the function's schema is printed depends on the session's search path.
  const plain = (text: string | null): string => (text ?? '').replace(/\s+/g, ' ').replaceAll(`${schema}.`, '');
  const open = tables.filter(({ walled, using, check }) => !walled || plain(using) !== expected || plain(check) !== expected);
  if (open.length > 0) {
    throw new FenceError(`These tenant-owned tables of schema ${schema} have no row-level security as the fence demands: ${open.map(({ name }) => name).join(', ')}. Add fence('${schema}', '<table>') to a migration.`);
  }
  const further: { name: string }[] = await dataSource.query(
    `select c.relname as name from pg_policy p join pg_class c on c.oid = p.polrelid join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
      where c.relnamespace = $1::regnamespace and p.polname <> 'tenant' and p.polpermissive`,
    [schema],
  );
  if (further.length > 0) throw new FenceError(`A second policy widens the fence of ${further.map(({ name }) => `${schema}.${name}`).join(', ')}.`);
  const [said]: { body: string; definer: boolean }[] = await dataSource.query(`select prosrc as body, prosecdef as definer from pg_proc where proname = 'reached' and pronamespace = $1::regnamespace`, [schema]);
  if (tables.length > 0 && (said?.body.trim() !== reached || said.definer)) throw new FenceError(`The function ${schema}.reached() says something else than the tenants of the running transaction.`);
  const [role]: { name: string; free: boolean }[] = await dataSource.query(
    `select rolname as name, rolsuper or rolbypassrls or exists (select 1 from pg_class where relowner = r.oid)
            or exists (select 1 from pg_auth_members where member = r.oid) as free from pg_roles r where rolname = current_user`,
  );
  if (!role || role.free) throw new FenceError(`The role ${role?.name ?? '?'} could step over row-level security: it must own nothing, belong to no role and have neither SUPERUSER nor BYPASSRLS.`);
}

import { Client } from 'pg';

export interface SchemaAccess {
  readonly schema: string;
  readonly ownerPassword: string;
  readonly appPassword: string;
  /** The workflow engine's migrations ask for the right to create schemas, even when theirs is there. */
  readonly mayCreateSchemas?: boolean;
}

const literal = (text: string): string => `'${text.replace(/'/g, "''")}'`;

/**
 * Makes the roles and the schema of one part of the platform, as a superuser or a role that may create roles.
 * `<schema>_owner` owns and migrates, `<schema>_app` runs requests and owns nothing. Harmless to repeat.
 */
export async function prepareSchema(client: Client, access: SchemaAccess): Promise<void> {
  const { schema } = access;
  if (!/^[a-z_]+$/.test(schema)) throw new Error(`Not a schema name: ${schema}`);
  const role = async (name: string, password: string): Promise<void> => {
    const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [name]);
    await client.query(`${rowCount ? 'alter' : 'create'} role ${name} with login nosuperuser nobypassrls nocreatedb nocreaterole password ${literal(password)}`);
  };
  await role(`${schema}_owner`, access.ownerPassword);
  await role(`${schema}_app`, access.appPassword);
  await client.query(`
    create schema if not exists ${schema} authorization ${schema}_owner;
    grant usage on schema ${schema} to ${schema}_app;
    alter default privileges for role ${schema}_owner in schema ${schema} grant select, insert, update, delete on tables to ${schema}_app;
    alter default privileges for role ${schema}_owner in schema ${schema} grant usage, select on sequences to ${schema}_app;
    alter role ${schema}_app set search_path = ${schema};
    alter role ${schema}_owner set search_path = ${schema};`);
  if (access.mayCreateSchemas) await client.query(`do $$ begin execute format('grant create on database %I to ${schema}_owner', current_database()); end $$`);
}

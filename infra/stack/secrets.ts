import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ActorKey, actorKeys, generateActorKey } from '@dezky/kit/context/actor-token';
import { subgraphNames } from '@dezky/kit/server/subgraph';
import { z } from 'zod';
import { StartError } from './embedded-postgres';

const shape = z.object({
  postgres: z.string(),
  /** Of the roles `<schema>_owner` and `<schema>_app`. */
  roles: z.record(z.string(), z.object({ owner: z.string(), app: z.string() })),
  encryptionKey: z.string(),
  actorKeys,
  portalClientSecret: z.string(),
  partnerClientSecret: z.string(),
  authentikToken: z.string(),
  stalwartAdminPassword: z.string(),
  stalwartApiKey: z.string(),
  stripeKey: z.string(),
  accounts: z.record(z.string(), z.string()),
});

/** What this installation made up for itself at its first start. */
export type StackSecrets = z.infer<typeof shape> & { actorKeys: ActorKey[] };

export const schemas = [...subgraphNames, 'gateway', 'workflow'] as const;
export const demoAccounts = ['owner@acme.test', 'admin@acme.test', 'member@acme.test', 'owner@globex.test', 'staff@northwind.test', 'operator@dezky.test'] as const;

const random = (bytes = 24): string => randomBytes(bytes).toString('base64url');

/**
 * Reads the secrets of the folder, or makes them.
 *
 * @throws StartError when the file is there and not what we wrote.
 */
export function loadSecrets(home: string): StackSecrets {
  const file = join(home, 'secrets.json');
  if (existsSync(file)) {
    try {
      return shape.parse(JSON.parse(readFileSync(file, 'utf8'))) as StackSecrets;
    } catch {
      // Neither JSON nor what we wrote; going on would lock the data in.
      throw new StartError(`${file} is damaged. Restore it from a copy, or remove the folder ${home} for a full reset.`);
    }
  }
  if (existsSync(join(home, 'postgres', 'data', 'PG_VERSION'))) throw new StartError(`${file} is missing, and without it the data beside it cannot be opened. Restore it from a copy, or remove the folder ${home} for a full reset.`);
  const secrets: StackSecrets = {
    postgres: random(),
    roles: Object.fromEntries(schemas.map((schema) => [schema, { owner: random(), app: random() }])),
    encryptionKey: randomBytes(32).toString('base64'),
    actorKeys: ['gateway', 'stack', ...subgraphNames].map(generateActorKey),
    portalClientSecret: random(32),
    partnerClientSecret: random(32),
    authentikToken: random(32),
    stalwartAdminPassword: random(),
    stalwartApiKey: `API_${randomBytes(30).toString('base64url').replace(/[-_]/g, 'x').slice(0, 38)}`,
    stripeKey: `sk_test_${randomBytes(24).toString('hex')}`,
    accounts: Object.fromEntries(demoAccounts.map((email) => [email, `${random(6)}-${random(6)}`])),
  };
  writePrivately(home, 'secrets.json', secrets);
  return secrets;
}

/** Writes a file that only its owner reads, whole or not at all. */
export function writePrivately(home: string, name: string, value: unknown): void {
  mkdirSync(home, { recursive: true });
  const file = join(home, name);
  writeFileSync(`${file}.new`, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

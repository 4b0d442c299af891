import { migrations as billing } from '@dezky/billing/migrations/index';
import { migrations as booking } from '@dezky/booking/migrations/index';
import { migrations as gateway } from '@dezky/gateway/migrations/index';
import { migrations as identity } from '@dezky/identity/migrations/index';
import type { Logger } from '@dezky/kit/log/logger';
import { prepareActorKeys } from '@dezky/kit/context/key-ring';
import { migrate } from '@dezky/kit/database/migrate';
import { prepareSchema } from '@dezky/kit/database/prepare';
import { subgraphNames } from '@dezky/kit/server/subgraph';
import { prepareWorkflowSchema } from '@dezky/kit/workflow/workflow-engine';
import { migrations as mail } from '@dezky/mail/migrations/index';
import { migrations as storage } from '@dezky/storage/migrations/index';
import { Client } from 'pg';
import type { StackSecrets } from './secrets';

const migrations = { identity, mail, storage, billing, booking, gateway } as const;

/** Roles, schemas and tables of the whole product. Harmless to repeat; the second time it takes a fraction of a second. */
export async function prepareDatabase(options: { adminUrl: string; url: (role: string, password: string) => string; secrets: Pick<StackSecrets, 'roles'>; log: Logger }): Promise<void> {
  const client = new Client({ connectionString: options.adminUrl });
  await client.connect();
  try {
    // Exclusion constraints over text and time; an extension is the superuser's to make.
    await client.query('create extension if not exists btree_gist with schema public');
    for (const [schema, { owner, app }] of Object.entries(options.secrets.roles)) await prepareSchema(client, { schema, ownerPassword: owner, appPassword: app, mayCreateSchemas: schema === 'workflow' });
  } finally {
    await client.end();
  }
  const ownerUrl = (schema: string): string => options.url(`${schema}_owner`, options.secrets.roles[schema]?.owner ?? '');
  await prepareWorkflowSchema(ownerUrl('workflow'), subgraphNames, options.log);
  const owner = new Client({ connectionString: ownerUrl('workflow') });
  await owner.connect();
  await prepareActorKeys(owner, [...subgraphNames, 'gateway']).finally(() => owner.end());
  for (const [schema, list] of Object.entries(migrations)) await migrate({ ownerUrl: ownerUrl(schema), schema, migrations: list });
}

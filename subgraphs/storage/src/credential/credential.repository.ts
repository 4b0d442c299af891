import { createHash } from 'node:crypto';
import { Reach } from '@dezky/kit/context/reach';
import type { Rows } from '@dezky/kit/database/rows';
import type { Sealer } from '@dezky/kit/database/sealed';
import type { CredentialStore } from '../ocis/access-token';
import { CredentialEntity } from './credential.entity';

const name = 'ocis';

/**
 * Keeps the refresh token sealed in the database, so that all processes go on from the newest.
 *
 * @param configured The token an operator handed over; another one than before begins a new chain.
 */
export function storedCredential(rows: Rows, sealer: Sealer, configured: string): CredentialStore {
  const begunFrom = createHash('sha256').update(configured).digest('hex');
  return {
    load: async () => {
      const row = await rows.in(Reach.nothing, (db) => db.findOneBy(CredentialEntity, { name }));
      return row?.begunFrom === begunFrom ? sealer.open(row.refreshToken) : configured;
    },
    save: async (refreshToken) => {
      await rows.in(Reach.nothing, (db) => db.upsert(CredentialEntity, { name, refreshToken: sealer.seal(refreshToken), begunFrom, savedAt: new Date() }, ['name']));
    },
  };
}

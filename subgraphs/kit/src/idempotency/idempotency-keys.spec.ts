import { randomBytes } from 'node:crypto';
import { type FreshDatabase, freshDatabase } from '@dezky/stack/fresh-database.fixture';
import { Pool } from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type Admission, type Hold, IdempotencyKeys } from './idempotency-keys';
import { idempotencyTable } from './idempotency-table';

class CreateKeys1764000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(idempotencyTable('mail'));
  }
  async down(): Promise<void> {
    await Promise.resolve();
  }
}

describe('IdempotencyKeys', () => {
  let database: FreshDatabase;
  let pool: Pool;
  let keys: IdempotencyKeys;
  const encryptionKey = randomBytes(32).toString('base64');

  beforeAll(async () => {
    database = await freshDatabase('mail', { migrations: [CreateKeys1764000000001] });
    pool = new Pool({ connectionString: database.url('app'), max: 8 });
    pool.on('error', () => undefined);
    keys = new IdempotencyKeys(async (text, values) => (await pool.query<Record<string, unknown>>(text, [...values])).rows, 'mail', encryptionKey);
  }, 60_000);
  afterAll(async () => {
    await pool.end();
    await database.stop();
  });

  let named = 0;
  const request = (asked = 'create', deadline = Date.now() + 10_000) => ({ id: keys.digest('user', `key-${named}`), fingerprint: keys.digest(asked), deadline });
  const held = (admission: Admission): Hold => {
    if (admission.kind !== 'HELD') throw new Error(admission.kind);
    return admission.hold;
  };
  beforeEach(() => {
    named += 1;
  });

  it('gives whoever comes later the answer of the first, also to all who come while it is at work', async () => {
    const hold = held(await keys.admit(request()));
    const waiting = Array.from({ length: 6 }, () => keys.admit(request()));
    await hold.keep({ data: { password: 'n5ud' } });
    for (const one of [...(await Promise.all(waiting)), await keys.admit(request())]) expect(one).toEqual({ kind: 'KEPT', answer: { data: { password: 'n5ud' } } });
  });

  it('lets one of many do it who come at once', async () => {
    const admissions = Array.from({ length: 10 }, () => keys.admit(request()));
    const first = await Promise.race(admissions);
    await held(first).keep('done');
    expect((await Promise.all(admissions)).filter(({ kind }) => kind === 'HELD')).toHaveLength(1);
  });

  it('refuses another request under the same key, while the first is at work and after', async () => {
    const hold = held(await keys.admit(request()));
    expect(await keys.admit(request('remove'))).toEqual({ kind: 'OTHER_REQUEST' });
    await hold.keep('done');
    expect(await keys.admit(request('remove'))).toEqual({ kind: 'OTHER_REQUEST' });
  });

  it('lets the same be tried anew when nothing came of it', async () => {
    await held(await keys.admit(request())).release();
    await held(await keys.admit(request('remove'))).release();
  });

  it('says that the first is still at work when waiting is of no use any more', async () => {
    const hold = held(await keys.admit(request()));
    expect(await keys.admit(request('create', Date.now()))).toEqual({ kind: 'STILL_RUNNING' });
    await hold.release();
  });

  it('hands over to the next one when the holder dies, with what was begun, and takes no answer of the dead', async () => {
    const { id } = request();
    const dead = held(await keys.admit(request()));
    await database.sql(`update mail.idempotency_keys set begun = $2, held_until = now() - interval '1 second' where id = $1`, [id, keys.seal({ workflowId: 'w-1' })]);
    const next = held(await keys.admit(request()));
    expect([next.begun, dead.begun]).toEqual([{ workflowId: 'w-1' }, undefined]);
    await dead.keep('from the grave');
    await next.keep('done');
    expect(await keys.admit(request())).toEqual({ kind: 'KEPT', answer: 'done' });
  });

  it('keeps a long work for its holder, and what was begun after a release', async () => {
    const hold = held(await keys.admit(request()));
    await new Promise((resolve) => setTimeout(resolve, 3_500));
    expect(await keys.admit(request('create', Date.now()))).toEqual({ kind: 'STILL_RUNNING' });
    await database.sql(`update mail.idempotency_keys set begun = $2 where id = $1`, [hold.id, keys.seal('w-2')]);
    await hold.release();
    expect(held(await keys.admit(request())).begun).toBe('w-2');
  });

  it('keeps neither keys nor answers nor what was asked in clear, and all of it for a day', async () => {
    await held(await keys.admit(request('a password'))).keep('n5ud-3xk3');
    const [row] = await database.sql<{ all: string }>(`select encode(id, 'escape') || encode(fingerprint, 'escape') || encode(answer, 'escape') as all from mail.idempotency_keys where id = $1`, [request().id]);
    expect(row?.all).not.toMatch(/n5ud|password|key-/);
    await keys.sweep();
    expect(await database.sql('select 1 from mail.idempotency_keys where id = $1', [request().id])).toHaveLength(1);
    await database.sql(`update mail.idempotency_keys set created_at = now() - interval '25 hours'`);
    await keys.sweep();
    expect(await database.sql('select 1 from mail.idempotency_keys')).toHaveLength(0);
  });
});

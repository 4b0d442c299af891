import { createLogger } from '../log/logger';
import { type FreshDatabase, freshDatabase } from '@dezky/stack/fresh-database.fixture';
import { Client, Pool } from 'pg';
import { prepareSchema } from '../database/prepare';
import { ActorSigner, ActorVerifier } from './actor-token';
import { KeyRing, prepareActorKeys } from './key-ring';

const log = createLogger({ name: 'test', level: 'silent' });
const mailPeer = { kind: 'PEER', peer: 'mail', tenantId: null } as const;

describe('KeyRing', () => {
  let database: FreshDatabase;
  let identityUrl: string;
  const closers: (() => Promise<unknown> | void)[] = [];

  beforeAll(async () => {
    database = await freshDatabase('mail');
    const client = new Client({ connectionString: database.url() });
    await client.connect();
    await prepareSchema(client, { schema: 'identity', ownerPassword: 'owner', appPassword: 'app' });
    await prepareActorKeys(client, ['mail', 'identity']);
    await client.end();
    const url = new URL(database.url());
    url.username = 'identity_app';
    url.password = 'app';
    identityUrl = url.toString();
  }, 60_000);
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });
  afterAll(() => database.stop());

  const open = async (issuer: string, url: string, rotateAfterMs = 3_600_000): Promise<KeyRing> => {
    const pool = new Pool({ connectionString: url, max: 1 });
    pool.on('error', () => undefined);
    closers.push(() => pool.end());
    const ring = await KeyRing.open({ pool, issuer, log, rotateAfterMs });
    closers.push(() => ring.close());
    return ring;
  };

  it('lets parts in different processes verify each other, also one that came up a moment ago', async () => {
    const identity = new ActorVerifier(await open('identity', identityUrl));
    for (let process = 0; process < 3; process += 1) {
      const mail = new ActorSigner(await open('mail', database.url('app')));
      expect(await identity.verify(await mail.sign(mailPeer))).toEqual(mailPeer);
    }
  });

  it('refuses nothing while keys rotate, and forgets what has expired', async () => {
    const ring = await open('mail', database.url('app'), 50);
    const identity = new ActorVerifier(await open('identity', identityUrl));
    const mail = new ActorSigner(ring);
    const kids = new Set<string>();
    while (kids.size < 5) {
      kids.add(ring.current().kid);
      expect(await identity.verify(await mail.sign(mailPeer))).toEqual(mailPeer);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const old = await mail.sign(mailPeer);
    await database.sql(`update keys.actor_keys set expires_at = now() - interval '1 second'`);
    expect(await new ActorVerifier(await open('identity', identityUrl)).verify(old)).toBeNull();
  });

  it('lets a part publish in its own name only', async () => {
    await database.sql(`select keys.publish('forged', 'key', 60)`, [], 'app');
    expect(await database.sql(`select issuer from keys.actor_keys where kid = 'forged'`)).toEqual([{ issuer: 'mail' }]);
    await expect(database.sql(`select keys.publish_as('gateway', 'forged-2', 'key', 60)`, [], 'app')).rejects.toThrow(/permission denied/);
    await expect(database.sql(`insert into keys.actor_keys values ('forged-3', 'gateway', 'key', now() + interval '1 hour')`, [], 'app')).rejects.toThrow(/permission denied/);
    await expect(database.sql(`update keys.actor_keys set issuer = 'gateway'`, [], 'app')).rejects.toThrow(/permission denied/);
    await database.sql(`delete from keys.actor_keys where kid = 'forged'`);
  });

  it('asks the database once, however many strangers come with keys of their own', async () => {
    let statements = 0;
    const pool = new Pool({ connectionString: database.url('app'), max: 1 });
    pool.on('error', () => undefined);
    closers.push(() => pool.end());
    const counting = { query: (...args: Parameters<typeof pool.query>) => ((statements += 1), pool.query(...args)) } as unknown as Pool;
    const ring = await KeyRing.open({ pool: counting, issuer: 'mail', log });
    closers.push(() => ring.close());
    const before = statements;
    expect(await Promise.all(Array.from({ length: 100 }, (_, index) => ring.find(`stranger-${index}`)))).toEqual(Array.from({ length: 100 }, () => null));
    expect(statements - before).toBe(1);
  });
});

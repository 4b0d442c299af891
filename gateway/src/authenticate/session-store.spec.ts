import { createHash, randomBytes } from 'node:crypto';
import { Sealer } from '@dezky/kit/database/sealed';
import { type FreshDatabase, freshDatabase } from '@dezky/stack/fresh-database.fixture';
import { Pool } from 'pg';
import { migrations } from '../../migrations/index';
import { SessionStore, type SessionTokens } from './session-store';

const hash = (id: string): Buffer => createHash('sha256').update(id).digest();
const tokens = (change: Partial<SessionTokens> = {}): SessionTokens => ({ accessToken: 'access-1', refreshToken: 'refresh-1', idToken: 'id-1', expiresAt: new Date(Date.now() + 300_000), ...change });
const expired = (): SessionTokens => tokens({ expiresAt: new Date(Date.now() - 1_000) });

describe('sessions', () => {
  let database: FreshDatabase;
  let pool: Pool;
  let store: SessionStore;

  /** The server that stops at the end may end a connection before it has closed itself; without a listener that is an error. */
  const openPool = (max: number): Pool => new Pool({ connectionString: database.url('app'), max }).on('error', () => undefined);

  beforeAll(async () => {
    database = await freshDatabase('gateway', { migrations });
    pool = openPool(8);
    store = new SessionStore(pool, new Sealer(randomBytes(32).toString('base64')));
  }, 60_000);
  afterAll(async () => {
    await pool.end();
    await database.stop();
  });

  it('are found by the id the browser has, of which the table has the hash alone', async () => {
    const given = tokens();
    const id = await store.open({ subject: 'person', tokens: given });
    expect(id).toMatch(/^[\w-]{43}$/);
    expect(await store.find(id)).toEqual({ subject: 'person', tokens: given, openedAt: expect.any(Date) });
    const [row] = await database.sql<{ row: string }>(`select sessions::text as row from gateway.sessions where id_hash = $1`, [hash(id)]);
    expect(row?.row).not.toMatch(new RegExp(`${id}|${Buffer.from(id).toString('hex')}|${Buffer.from('access-1').toString('hex')}|access-1`));
  });

  it.each(['', 'x', 'a'.repeat(43), "' or true --"])('are not found by %j', async (id) => {
    expect(await store.find(id)).toBeNull();
    expect(await store.close(id)).toBeNull();
  });

  it('cannot be read with another key', async () => {
    const id = await store.open({ subject: 'person', tokens: tokens() });
    await expect(new SessionStore(pool, new Sealer(randomBytes(32).toString('base64'))).find(id)).rejects.toThrow();
  });

  it('end once closed, and say what was closed', async () => {
    const id = await store.open({ subject: 'person', tokens: tokens() });
    expect(await store.close(id)).toMatchObject({ subject: 'person', tokens: { idToken: 'id-1' } });
    expect([await store.find(id), await store.close(id)]).toEqual([null, null]);
  });

  it.each([
    ['12 hours after the last request', `last_seen_at = now() - interval '12 hours 1 second'`],
    ['7 days after they began', `expires_at = now() - interval '1 second'`],
  ])('end %s, and are swept away', async (_when, change) => {
    const [id, other] = [await store.open({ subject: 'person', tokens: tokens() }), await store.open({ subject: 'other', tokens: tokens() })];
    await database.sql(`update gateway.sessions set ${change} where id_hash = $1`, [hash(id)]);
    expect(await store.find(id)).toBeNull();
    expect(await store.sweep()).toBe(1);
    expect(await store.find(other)).not.toBeNull();
  });

  it('stay while somebody works, with one write a minute at most', async () => {
    const id = await store.open({ subject: 'person', tokens: tokens() });
    const seen = async (): Promise<number> => (await database.sql<{ at: Date }>('select last_seen_at as at from gateway.sessions where id_hash = $1', [hash(id)]))[0]?.at.getTime() ?? 0;
    const opened = await seen();
    await store.find(id);
    expect(await seen()).toBe(opened);
    await database.sql(`update gateway.sessions set last_seen_at = now() - interval '11 hours 59 minutes' where id_hash = $1`, [hash(id)]);
    expect(await store.find(id)).not.toBeNull();
    expect(await seen()).toBeGreaterThanOrEqual(opened);
  });

  it('are renewed once, whoever else wants the same at that time', async () => {
    const id = await store.open({ subject: 'person', tokens: expired() });
    let asked = 0;
    const renew = async ({ refreshToken }: SessionTokens): Promise<SessionTokens> => {
      asked += 1;
      expect(refreshToken).toBe('refresh-1');
      return tokens({ accessToken: 'access-2', refreshToken: 'refresh-2' });
    };
    const renewed = await Promise.all(Array.from({ length: 30 }, () => store.renew(id, renew)));
    expect(asked).toBe(1);
    for (const session of renewed) expect(session).toMatchObject({ subject: 'person', tokens: { accessToken: 'access-2', refreshToken: 'refresh-2' } });
    expect(await store.find(id)).toMatchObject({ tokens: { refreshToken: 'refresh-2' } });
  });

  it('are closed when the provider has ended them', async () => {
    const id = await store.open({ subject: 'person', tokens: expired() });
    expect(await store.renew(id, () => Promise.resolve(null))).toBeNull();
    expect(await store.find(id)).toBeNull();
    expect(await store.renew(id, () => Promise.reject(new Error('not asked')))).toBeNull();
  });

  it('are kept as they are when the provider could not be asked', async () => {
    const given = expired();
    const id = await store.open({ subject: 'person', tokens: given });
    await expect(store.renew(id, () => Promise.reject(new Error('unreachable')))).rejects.toThrow('unreachable');
    expect(await store.find(id)).toEqual({ subject: 'person', tokens: given, openedAt: expect.any(Date) });
    expect(await store.renew(id, () => Promise.resolve(tokens()))).not.toBeNull();
  });

  it('are found while providers of others are slow: renewals wait on connections of their own', async () => {
    const [renewals, one] = [openPool(1), openPool(1)];
    const narrow = new SessionStore(one, new Sealer(randomBytes(32).toString('base64')), renewals);
    const [slow, good] = [await narrow.open({ subject: 'slow', tokens: expired() }), await narrow.open({ subject: 'good', tokens: tokens() })];
    await database.sql(`update gateway.sessions set last_seen_at = now() - interval '1 hour' where id_hash = $1`, [hash(slow)]);
    let answer: (fresh: SessionTokens) => void = () => undefined;
    let reached: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const renewal = narrow.renew(slow, () => {
      reached();
      return new Promise((resolve) => {
        answer = resolve;
      });
    });
    await asked;
    // The one that is being renewed is read as well, though its row is locked.
    expect([(await narrow.find(good))?.subject, (await narrow.find(slow))?.subject]).toEqual(['good', 'slow']);
    answer(tokens());
    expect(await renewal).toMatchObject({ subject: 'slow' });
    await Promise.all([one.end(), renewals.end()]);
  });

  describe('of a person who has left', () => {
    const open = async (subject: string, given: SessionTokens = tokens()): Promise<{ id: string; key: Buffer }> => {
      const id = await store.open({ subject, tokens: given });
      return { id, key: hash(id) };
    };

    it('are found by the person, without those that have run out or belong to others', async () => {
      const [one, two, idle, over] = [await open('leaver-1'), await open('leaver-1'), await open('leaver-1'), await open('leaver-1')];
      await open('leaver-2');
      await pool.query(`update gateway.sessions set last_seen_at = now() - interval '13 hours' where id_hash = $1`, [idle.key]);
      await pool.query(`update gateway.sessions set expires_at = now() - interval '1 second' where id_hash = $1`, [over.key]);
      const held = await store.heldBy('leaver-1');
      expect(held.map(({ key }) => key)).toEqual([one.key, two.key]);
      expect(held[0]).toMatchObject({ subject: 'leaver-1', tokens: { accessToken: 'access-1' }, openedAt: expect.any(Date) as Date });
    });

    it('are not closed by a refused renewal, so that it can be tried again', async () => {
      const { id, key } = await open('leaver-3');
      expect(await store.tryRenewal(key, async () => null)).toBe(false);
      expect(await store.tryRenewal(key, async () => null)).toBe(false);
      expect(await store.find(id)).not.toBeNull();
    });

    it('keep what a renewal gives that should have been refused: the token before is used up, and would seem closed', async () => {
      const { id, key } = await open('leaver-4');
      const presented: (string | null)[] = [];
      const rotate = async ({ refreshToken }: SessionTokens): Promise<SessionTokens | null> => {
        presented.push(refreshToken);
        return tokens({ accessToken: 'access-2', refreshToken: `refresh-${presented.length + 1}` });
      };
      expect([await store.tryRenewal(key, rotate), await store.tryRenewal(key, rotate)]).toEqual([true, true]);
      expect(presented).toEqual(['refresh-1', 'refresh-2']);
      expect((await store.find(id))?.tokens.refreshToken).toBe('refresh-3');
    });

    it('have nothing to renew without a refresh token, or when they have gone', async () => {
      const { key } = await open('leaver-5', tokens({ refreshToken: null }));
      const never = (): Promise<never> => Promise.reject(new Error('nobody is to be asked'));
      expect(await store.tryRenewal(key, never)).toBeNull();
      expect(await store.tryRenewal(hash('gone'), never)).toBeNull();
    });

    it('stay as they are when the provider cannot be reached', async () => {
      const { id, key } = await open('leaver-6');
      await expect(store.tryRenewal(key, () => Promise.reject(new Error('away')))).rejects.toThrow('away');
      expect((await store.find(id))?.tokens.refreshToken).toBe('refresh-1');
    });

    it('are closed all at once, and nobody else’s', async () => {
      const [one, two, other] = [await open('leaver-7'), await open('leaver-7'), await open('leaver-8')];
      expect(await store.forget('leaver-7')).toBe(2);
      expect([await store.find(one.id), await store.find(two.id)]).toEqual([null, null]);
      expect(await store.find(other.id)).not.toBeNull();
    });
  });
});

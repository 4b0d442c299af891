import { createServer, type Server, type Socket } from 'node:net';
import { createLogger } from '@dezky/kit/log/logger';
import { type FreshDatabase, freshDatabase } from '@dezky/stack/fresh-database.fixture';
import { Pool } from 'pg';
import { migrations } from '../../migrations/index';
import { type Payer, budgetHeaders, payerOf } from './budget';
import { Budgets, patienceMs } from './budgets';
import { MemoryBuckets } from './memory-buckets';

const log = createLogger({ name: 'spec', level: 'silent' });
let payers = 0;
/** Nothing flows out while a spec runs, unless it says so. */
const payer = (capacity = 100, perSecond = 0.001): Payer => ({ kind: 'user', key: `user:${(payers += 1)}`, bucket: { capacity, perSecond } });

describe('budgets', () => {
  let database: FreshDatabase;
  let pools: Pool[];
  let budgets: Budgets[];

  beforeAll(async () => {
    database = await freshDatabase('gateway', { migrations });
    pools = [0, 1].map(() => new Pool({ connectionString: database.url('app'), max: 8 }).on('error', () => undefined));
    budgets = pools.map((pool) => new Budgets(pool, log));
  }, 60_000);
  afterAll(async () => {
    await Promise.all(pools.map((pool) => pool.end()));
    await database.stop();
  });
  const one = (): Budgets => budgets[0] as Budgets;

  it('are granted until they are spent, and say what is left', async () => {
    const somebody = payer(100, 0.5);
    expect(await one().take(somebody, 60)).toMatchObject({ granted: true, remaining: 40, retryInSeconds: 0 });
    expect(await one().take(somebody, 60)).toMatchObject({ granted: false, retryInSeconds: 40 });
    expect(await one().take(somebody, 40)).toMatchObject({ granted: true, remaining: 0, fullInSeconds: 200 });
    expect(await one().take(payer(), 60)).toMatchObject({ granted: true, remaining: 40 });
  });

  it('never grant more than there is, however many processes ask at once', async () => {
    const somebody = payer(100);
    const answers = await Promise.all(Array.from({ length: 60 }, (_, index) => (budgets[index % 2] as Budgets).take(somebody, 7)));
    expect(answers.filter(({ granted }) => granted)).toHaveLength(14);
    expect(await database.sql('select level from gateway.budgets where payer = $1', [somebody.key])).toEqual([{ level: expect.closeTo(98, 1) as number }]);
  });

  it('never grant what is larger than the bucket', async () => {
    const somebody = payer(10);
    expect([await one().take(somebody, 11), await one().take(somebody, 10)]).toMatchObject([{ granted: false }, { granted: true }]);
  });

  it('fill again with time', async () => {
    const somebody = payer(100, 10);
    await one().take(somebody, 100);
    await database.sql(`update gateway.budgets set at = at - interval '5 seconds' where payer = $1`, [somebody.key]);
    expect((await one().take(somebody, 55)).granted).toBe(false);
    expect((await one().take(somebody, 45)).granted).toBe(true);
  });

  it('lose nothing to a clock that is set back', async () => {
    const somebody = payer(100, 10);
    await one().take(somebody, 90);
    await database.sql(`update gateway.budgets set at = at + interval '1 hour' where payer = $1`, [somebody.key]);
    expect(await one().take(somebody, 5)).toMatchObject({ granted: true, remaining: 5 });
  });

  it('get back what an operation did not use, and never more than that', async () => {
    const somebody = payer(100);
    await one().take(somebody, 90);
    one().settle(somebody, -80);
    await one().settled();
    expect(await one().take(somebody, 90)).toMatchObject({ granted: true, remaining: 0 });
    one().settle(somebody, -500);
    await one().settled();
    expect((await one().take(somebody, 101)).granted).toBe(false);
    expect(await one().take(somebody, 100)).toMatchObject({ granted: true, remaining: 0 });
  });

  it('are closed at the door for who owes more than fits, without asking the database', async () => {
    const somebody = payer(100, 10);
    expect(one().knownEmpty(somebody)).toBeNull();
    one().settle(somebody, 150);
    await one().settled();
    expect(one().knownEmpty(somebody)).toMatchObject({ granted: false, remaining: 0, retryInSeconds: 5 });
    expect((budgets[1] as Budgets).knownEmpty(somebody)).toBeNull();
    expect((await (budgets[1] as Budgets).take(somebody, 1)).granted).toBe(false);
  });

  it('are forgotten when they have been full for long', async () => {
    const [old, young] = [payer(), payer()];
    for (const somebody of [old, young]) await one().take(somebody, 1);
    await database.sql(`update gateway.budgets set at = now() - interval '2 days' where payer = $1`, [old.key]);
    await one().sweep();
    expect(await database.sql('select payer from gateway.budgets where payer = any($1)', [[old.key, young.key]])).toEqual([{ payer: young.key }]);
  });

  describe('while the database does not answer', () => {
    let mute: Server;
    const sockets: Socket[] = [];
    beforeAll(async () => {
      mute = createServer((socket) => void sockets.push(socket.on('error', () => undefined)));
      await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    });
    afterAll(async () => {
      sockets.forEach((socket) => socket.destroy());
      await new Promise<void>((resolve) => mute.close(() => resolve()));
    });

    it.each([
      ['is silent', () => (mute.address() as { port: number }).port],
      ['is away', () => 1],
    ])('and %s, are counted by each process for itself, and the log says so once', async (_what, port) => {
      const warnings: unknown[] = [];
      const pool = new Pool({ host: '127.0.0.1', port: port(), max: 2, connectionTimeoutMillis: patienceMs }).on('error', () => undefined);
      const alone = new Budgets(pool, { warn: (...said: unknown[]) => warnings.push(said) } as never);
      const somebody = payer(100);
      const answers = await Promise.all(Array.from({ length: 30 }, () => alone.take(somebody, 7)));
      expect(answers.filter(({ granted }) => granted)).toHaveLength(14);
      alone.settle(somebody, -98);
      await alone.settled();
      expect(await alone.take(somebody, 100)).toMatchObject({ granted: true, remaining: 0 });
      expect(warnings).toHaveLength(1);
      await pool.end();
    });
  });
});

describe('buckets in memory', () => {
  it('leak, and forget whom they have not seen for longest', () => {
    let now = 0;
    const buckets = new MemoryBuckets(() => now);
    const somebody = payer(100, 10);
    expect(buckets.take(somebody, 100)).toMatchObject({ granted: true, remaining: 0 });
    now = 3_000;
    expect(buckets.take(somebody, 31)).toMatchObject({ granted: false, remaining: 30, retryInSeconds: 1 });
    for (let other = 0; other < 10_000; other += 1) buckets.take(payer(), 1);
    expect(buckets.take(somebody, 100).granted).toBe(true);
  });
});

describe('whose budget it is', () => {
  const buckets = { user: { capacity: 3, perSecond: 1 }, client: { capacity: 2, perSecond: 1 }, public: { capacity: 1, perSecond: 1 } };
  const visitor = (address: string | null): string => payerOf({ kind: 'PUBLIC' }, address, buckets).key;

  it('is a person’s or a program’s, from wherever they ask', () => {
    const person = { kind: 'USER', userId: 'u1', email: '', name: '', memberships: [], operator: false, passwordChangeRequired: false } as const;
    expect(payerOf(person, '192.0.2.1', buckets)).toEqual({ kind: 'user', key: 'user:u1', bucket: buckets.user });
    expect(payerOf({ kind: 'API_CLIENT', clientId: 'c1', name: '', scopes: [], tenantIds: [] }, null, buckets)).toEqual({ kind: 'client', key: 'client:c1', bucket: buckets.client });
  });

  it('is that of an address for everybody else, which is not kept in clear', () => {
    expect(visitor('192.0.2.1')).not.toBe(visitor('192.0.2.2'));
    expect(visitor('::ffff:192.0.2.1')).toBe(visitor('192.0.2.1'));
    expect(visitor('192.0.2.1')).not.toContain('192');
  });

  it.each([
    ['2001:db8:1:2::1', '2001:db8:1:2:ffff:ffff:ffff:ffff', true],
    ['2001:db8:1:2::1', '2001:0db8:0001:0002:0:0:0:9', true],
    ['2001:db8:1:2::1', '2001:db8:1:3::1', false],
    ['2001:db8::1', '2001:db8:0:0:1::', true],
    ['fe80::1%eth0', 'fe80::2', true],
    ['::1', '::2', true],
  ])('takes %s and %s for one network: %s', (address, other, same) => {
    expect(visitor(address) === visitor(other)).toBe(same);
  });

  it('is said in headers', () => {
    const somebody: Payer = { kind: 'user', key: 'user:1', bucket: { capacity: 100, perSecond: 3 } };
    expect(budgetHeaders(somebody, { granted: false, remaining: 10, fullInSeconds: 30, retryInSeconds: 4 })).toEqual({ 'ratelimit-policy': '"user";q=100;qu="cost";w=34', ratelimit: '"user";r=10;t=30', 'retry-after': '4' });
    expect(budgetHeaders(somebody, { granted: true, remaining: 10, fullInSeconds: 30, retryInSeconds: 0 })).not.toHaveProperty('retry-after');
  });
});

import { createLogger } from '../log/logger';
import { type FreshDatabase, freshDatabase } from '@dezky/stack/fresh-database.fixture';
import type { DataSource } from 'typeorm';
import { Reach } from '../context/reach';
import { openDatabase } from './data-source';
import { checkFence, fence, fenceFunction } from './fence';
import { Rows } from './rows';

describe('rows behind the fence', () => {
  let database: FreshDatabase;
  let dataSource: DataSource;
  let rows: Rows;
  const count = (reach: Reach): Promise<number> => rows.in(reach, async (db) => Number(((await db.query('select count(*) as n from things')) as [{ n: string }])[0].n));

  beforeAll(async () => {
    database = await freshDatabase('kit');
    await database.sql(`${fenceFunction('kit')} create table kit.things (id text primary key, tenant_id text not null); ${fence('kit', 'things')} create table kit.settings (name text primary key);`, [], 'owner');
    dataSource = await openDatabase({ url: database.url('app'), schema: 'kit', entities: [], log: createLogger({ name: 'spec', level: 'silent' }), poolSize: 3 });
    rows = new Rows(dataSource);
    await rows.in(Reach.everything, (db) => db.query(`insert into things select t || n, t from unnest(array['acme', 'globex', 'initech']) t, generate_series(1, 10) n`));
  }, 60_000);
  afterAll(async () => {
    await dataSource.destroy();
    await database.stop();
  });

  it('are seen by the reach alone', async () => {
    expect(await Promise.all([count(Reach.tenant('acme')), count(Reach.of(new Map([['acme', null], ['globex', 'm']]))), count(Reach.tenant('acm')), count(Reach.nothing), count(Reach.everything)])).toEqual([10, 20, 0, 0, 30]);
  });

  it('are seen by nobody outside of a transaction of ours', async () => {
    expect(await dataSource.query('select * from kit.things')).toEqual([]);
    expect(await database.sql('select * from kit.things', [], 'owner')).toEqual([]);
  });

  it.each([
    ['written for another tenant', `insert into things values ('spy', 'globex')`],
    ['handed to another tenant', `update things set tenant_id = 'globex' where id = 'acme1'`],
    ['written for everybody', `insert into things values ('spy', '*')`],
  ])('cannot be %s', async (_what, sql) => {
    await expect(rows.in(Reach.tenant('acme'), (db) => db.query(sql))).rejects.toThrow(/row-level security/);
  });

  it('cannot be changed or deleted from outside of their tenant', async () => {
    await rows.in(Reach.tenant('acme'), async (db) => {
      await db.query(`delete from things where tenant_id <> 'acme'`);
      await db.query(`update things set id = id || 'x' where tenant_id = 'globex'`);
    });
    expect(await count(Reach.everything)).toBe(30);
  });

  it('are as before when the work fails', async () => {
    const broken = rows.in(Reach.tenant('acme'), async (db) => {
      await db.query(`insert into things values ('half', 'acme')`);
      throw new Error('half-way');
    });
    await expect(broken).rejects.toThrow('half-way');
    await expect(rows.in(Reach.tenant('acme'), (db) => db.query('select nonsense'))).rejects.toThrow('nonsense');
    expect(await count(Reach.tenant('acme'))).toBe(10);
  });

  it('are each transaction’s own, also one inside another', async () => {
    await rows.in(Reach.tenant('acme'), async (outer) => {
      await outer.query(`insert into things values ('outer', 'acme')`);
      const inner = await rows.in(Reach.tenant('globex'), async (db) => (await db.query('select distinct tenant_id from things')) as { tenant_id: string }[]);
      expect(inner).toEqual([{ tenant_id: 'globex' }]);
      expect(await outer.query('select distinct tenant_id from things')).toEqual([{ tenant_id: 'acme' }]);
      await outer.query(`delete from things where id = 'outer'`);
    });
  });

  it('keep nothing of a reach on the connection, whether the work went well or not', async () => {
    for (let round = 0; round < 12; round += 1) {
      await rows.in(Reach.tenant('acme'), (db) => db.query('select 1'));
      await rows.in(Reach.tenant('acme'), () => Promise.reject(new Error('no'))).catch(() => undefined);
      const [setting] = (await dataSource.query(`select current_setting('dezky.tenants', true) as tenants`)) as { tenants: string | null }[];
      expect(setting?.tenants ?? '').toBe('');
    }
  });

  it('never mix in hundreds of transactions over three connections, failing ones among them', async () => {
    const tenants = ['acme', 'globex', 'initech'];
    const seen = await Promise.all(
      Array.from({ length: 600 }, async (_, index) => {
        const tenant = tenants[index % 3] ?? '';
        const work = rows.in(Reach.tenant(tenant), async (db) => {
          const found = (await db.query('select tenant_id from things')) as { tenant_id: string }[];
          if (index % 7 === 0) throw new Error('on purpose');
          return found.length === 10 && found.every(({ tenant_id: id }) => id === tenant);
        });
        return work.catch((error: unknown) => (error as Error).message === 'on purpose');
      }),
    );
    expect(seen).toEqual(seen.map(() => true));
  }, 30_000);

  it('are lost to nobody when a connection breaks in the middle', async () => {
    const broken = rows.in(Reach.tenant('acme'), async (db) => {
      const [{ pid }] = (await db.query('select pg_backend_pid() as pid')) as [{ pid: number }];
      await database.sql('select pg_terminate_backend($1)', [pid]);
      await db.query('select 1');
    });
    await expect(broken).rejects.toThrow();
    expect(await Promise.all(Array.from({ length: 6 }, () => count(Reach.tenant('acme'))))).toEqual(Array.from({ length: 6 }, () => 10));
  });

  describe('and the check at the start', () => {
    const inside = `(tenant_id = any ((select kit.reached())::text[]) or (select kit.reached()) = array['*'])`;
    const walled = 'alter table kit.other enable row level security; alter table kit.other force row level security;';

    it('passes when all is well', async () => {
      await expect(checkFence(dataSource, 'kit')).resolves.toBeUndefined();
    });

    it.each([
      ['no policy', ''],
      ['walls without a policy', walled],
      ['a policy without walls', `create policy tenant on kit.other using ${inside} with check ${inside};`],
      ['walls that the owner steps over', `alter table kit.other enable row level security; create policy tenant on kit.other using ${inside} with check ${inside};`],
      ['a policy that says true', `${walled} create policy tenant on kit.other using (true) with check (true);`],
      ['a policy that lets anything be written', `${walled} create policy tenant on kit.other using ${inside} with check (true);`],
      ['a policy that says more', `${walled} create policy tenant on kit.other using (${inside} or id = 'x') with check ${inside};`],
      ['a second policy that widens', `${walled} create policy tenant on kit.other using ${inside} with check ${inside}; create policy wide on kit.other using (true);`],
      ['a policy for reading only', `${walled} create policy tenant on kit.other for select using ${inside};`],
      ['a policy that only narrows, and none that opens', `${walled} create policy tenant on kit.other as restrictive using ${inside} with check ${inside};`],
    ])('refuses a table with %s', async (_what, sql) => {
      await database.sql(`create table kit.other (id text, tenant_id text not null); ${sql}`, [], 'owner');
      try {
        await expect(checkFence(dataSource, 'kit')).rejects.toMatchObject({ name: 'FenceError', message: expect.stringContaining('other') as string });
      } finally {
        await database.sql('drop table kit.other', [], 'owner');
      }
    });

    it('refuses a function that reaches more than it is told', async () => {
      await database.sql(`create or replace function kit.reached() returns text[] language sql stable parallel safe as $$ select array['*'] $$`, [], 'owner');
      try {
        await expect(checkFence(dataSource, 'kit')).rejects.toMatchObject({ name: 'FenceError', message: expect.stringContaining('reached') as string });
      } finally {
        await database.sql(`drop function kit.reached cascade; ${fenceFunction('kit')} ${fence('kit', 'things').replace(/alter table[^;]*;/g, '')}`, [], 'owner');
      }
      await expect(checkFence(dataSource, 'kit')).resolves.toBeUndefined();
    });
  });
});

import { createLogger } from '../log/logger';
import { type FreshDatabase, freshDatabase } from '@dezky/stack/fresh-database.fixture';
import { Column, type DataSource, Entity, PrimaryColumn } from 'typeorm';
import { openDatabase } from './data-source';
import { type KeysetOrder, type Page, keysetPage } from './keyset';

@Entity('people')
class Person {
  @PrimaryColumn('text')
  id: string;

  @Column('text')
  name: string;

  @Column('bigint')
  age: string;
}

const byName = (direction: 'ASC' | 'DESC'): KeysetOrder<Person> => ({ column: 'lower(person.name)', idColumn: 'person.id', direction, cast: 'text', value: ({ name }) => name.toLowerCase() });
const byAge: KeysetOrder<Person> = { column: 'person.age', idColumn: 'person.id', direction: 'ASC', cast: 'bigint', value: ({ age }) => age };

const byDay: KeysetOrder<Person> = { ...byAge, column: 'now()', cast: 'timestamptz' };

describe('a keyset page', () => {
  let database: FreshDatabase;
  let dataSource: DataSource;
  beforeAll(async () => {
    database = await freshDatabase('kit');
    await database.sql('create table kit.people (id text primary key, name text not null, age bigint not null)', [], 'owner');
    dataSource = await openDatabase({ url: database.url('app'), schema: 'kit', entities: [Person], log: createLogger({ name: 'spec', level: 'silent' }) });
  }, 60_000);
  afterAll(async () => {
    await dataSource.destroy();
    await database.stop();
  });
  beforeEach(() => dataSource.getRepository(Person).createQueryBuilder().delete().execute());

  const add = (...people: [id: string, name: string, age?: number | string][]): Promise<unknown> => dataSource.getRepository(Person).insert(people.map(([id, name, age = 1]) => ({ id, name, age: String(age) })));
  const page = (first: number, after: string | null = null, order = byName('ASC')): Promise<Page<Person>> => keysetPage(dataSource.createQueryBuilder(Person, 'person'), { first, after }, order);
  const walk = async (first: number, order: KeysetOrder<Person>, between: (seen: number) => Promise<unknown> = () => Promise.resolve()): Promise<string[]> => {
    const ids: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const found = await page(first, after, order);
      ids.push(...found.edges.map(({ node }) => node.id));
      ({ endCursor: after, hasNextPage: more } = found.pageInfo);
      await between(ids.length);
    }
    return ids;
  };

  it('of nothing is empty', async () => {
    expect(await page(10)).toEqual({ edges: [], pageInfo: { hasNextPage: false, endCursor: null } });
  });

  it.each([1, 2, 3, 7, 100])('follows page by page of %i through equals, upper case and letters beyond ASCII', async (first) => {
    await add(['3', 'anna'], ['1', 'Anna'], ['2', 'ANNA'], ['4', 'Zoë'], ['5', 'Ærø'], ['6', 'b%_\\\'"'], ['7', 'B']);
    const order = ['1', '2', '3', '7', '6', '4', '5'];
    expect(await walk(first, byName('ASC'))).toEqual(order);
    expect(await walk(first, byName('DESC'))).toEqual([...order].reverse());
  });

  it('knows whether more follow, also when the last one is full', async () => {
    await add(['1', 'a'], ['2', 'b']);
    expect((await page(2)).pageInfo.hasNextPage).toBe(false);
    expect((await page(1)).pageInfo.hasNextPage).toBe(true);
  });

  it('orders numbers as numbers, beyond what JSON keeps', async () => {
    await add(['a', 'x', '9007199254740993'], ['b', 'x', '9007199254740992'], ['c', 'x', 10], ['d', 'x', 9]);
    expect(await walk(1, byAge)).toEqual(['d', 'c', 'b', 'a']);
  });

  it('loses and repeats nobody while others come and go', async () => {
    await add(...Array.from({ length: 30 }, (_, index): [string, string] => [`p${index}`, `name ${String(index).padStart(2, '0')}`]));
    const ids = await walk(4, byName('ASC'), async (seen) => {
      await add([`new${seen}`, `name 00 ${seen}`]);
      // Whoever was shown goes: with offsets, as many of the next would be lost.
      await dataSource.getRepository(Person).delete({ id: `p${seen - 1}` });
    });
    expect(ids).toEqual(Array.from({ length: 30 }, (_, index) => `p${index}`));
  });

  it.each([0, -1, 101, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('is never of %d rows', async (first) => {
    await expect(page(first)).rejects.toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
  });

  const cursor = (...parts: unknown[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url');
  it.each([
    ['of another order', cursor('lower(person.name) DESC', 'a', '1')],
    ['of another list', cursor('entry.sequence DESC', 'a', '1')],
    ['with a list for a value', cursor('lower(person.name) ASC', ['a'], '1')],
    ['with null for a value', cursor('lower(person.name) ASC', null, '1')],
    ['with an object for an id', cursor('lower(person.name) ASC', 'a', {})],
    ['without an id', cursor('lower(person.name) ASC', 'a')],
    ['of an object', Buffer.from('{}').toString('base64url')],
    ['of null', Buffer.from('null').toString('base64url')],
    ['of nothing readable', '%%%'],
    ['of SQL', `'; drop table kit.people; --`],
  ])('takes no cursor %s', async (_what, after) => {
    await expect(page(1, after)).rejects.toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
  });

  it('takes what a tampered cursor says as a value and nothing else', async () => {
    await add(['1', 'a'], ['2', 'b']);
    const found = await page(10, cursor('lower(person.name) ASC', `' or true; delete from kit.people; --`, `') or ('1'='1`));
    expect(found.edges.map(({ node }) => node.id)).toEqual(['1', '2']);
    expect(await dataSource.getRepository(Person).count()).toBe(2);
  });

  it.each<[string, KeysetOrder<Person>]>([
    ['many', byAge],
    ['1; --', byAge],
    ['99999999999999999999', byAge],
    ['\u0000', byName('ASC')],
    ['yesterday', byDay],
    ['2026-99-01T00:00:00.000Z', byDay],
    ['infinity', byDay],
  ])('answers a tampered value as the caller’s fault: %j', async (value, order) => {
    await expect(page(1, cursor(`${order.column} ASC`, value, '1'), order)).rejects.toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
  });
});

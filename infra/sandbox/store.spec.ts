import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from './store';

describe('openStore', () => {
  let directory: string;
  let file: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'store-'));
    file = join(directory, 'state', 'journal.jsonl');
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it('has every change on disk when the call returns', () => {
    const users = openStore(file).collection<{ name: string }>('users');
    users.put('1', { name: 'Ada' });
    users.put('2', { name: 'Bob' });
    users.put('1', { name: 'Ada L.' });
    expect(users.delete('2')).toBe(true);
    expect(users.delete('2')).toBe(false);

    // The first store is left open, as a killed process would leave it.
    const reopened = openStore(file).collection<{ name: string }>('users');
    expect(reopened.entries()).toEqual([['1', { name: 'Ada L.' }]]);
    expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(2);
  });

  it('keeps collections apart and does not share what it was given', () => {
    const store = openStore(file);
    const value = { name: 'Ada' };
    store.collection<{ name: string }>('users').put('1', value);
    value.name = 'changed';
    expect(store.collection<{ name: string }>('users').get('1')).toEqual({ name: 'Ada' });
    expect(store.collection('groups').has('1')).toBe(false);
  });

  it('drops a last line that a kill cut off', () => {
    openStore(file).collection('users').put('1', { name: 'Ada' });
    appendFileSync(file, '{"c":"users","k":"2","v":{"na');
    const users = openStore(file).collection('users');
    expect(users.entries()).toEqual([['1', { name: 'Ada' }]]);
    users.put('3', { name: 'Cyd' });
    expect(openStore(file).collection('users').size).toBe(2);
  });

  it.each(['not json', '{"k":"1"}', 'null'])('names the file and line of any other damage (%s)', (damage) => {
    openStore(file).collection('users').put('1', { name: 'Ada' });
    appendFileSync(file, `${damage}\n`);
    expect(() => openStore(file)).toThrow(`${file} is damaged at line 2`);
  });
});

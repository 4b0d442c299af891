import { isNarrowed, listVariables, sortAfterPress, sortDirection } from './member-list';

describe('the address of the list', () => {
  it('asks for nothing but the list when nothing is said', () => {
    expect(listVariables({})).toEqual({});
    expect(listVariables({ q: '  ', sort: 'name' })).toEqual({});
    expect(isNarrowed({ q: ' ', sort: '-name' })).toBe(false);
  });

  it('says search, filter and order as the API takes them', () => {
    expect(listVariables({ q: ' ada ', role: 'ADMIN', status: 'SUSPENDED', sort: '-created' })).toEqual({
      search: 'ada',
      filter: { role: 'ADMIN', status: 'SUSPENDED' },
      orderBy: 'CREATED_AT_DESC',
    });
    expect(listVariables({ status: 'ACTIVE' })).toEqual({ filter: { status: 'ACTIVE' } });
  });

  it('takes what it does not understand as not said', () => {
    const odd = { role: 'KING', status: 'toString', sort: 'constructor' };
    expect(listVariables(odd)).toEqual({});
    expect(isNarrowed(odd)).toBe(false);
    expect(sortDirection(odd, 'name')).toBe('ascending');
  });

  it('turns the order round with each press, and begins anew with another column', () => {
    expect(sortAfterPress({}, 'name')).toBe('-name');
    expect(sortAfterPress({ sort: '-name' }, 'name')).toBeNull();
    expect(sortAfterPress({}, 'created')).toBe('created');
    expect(sortAfterPress({ sort: 'created' }, 'created')).toBe('-created');
    expect(sortDirection({ sort: '-created' }, 'created')).toBe('descending');
    expect(sortDirection({ sort: '-created' }, 'name')).toBeNull();
  });
});

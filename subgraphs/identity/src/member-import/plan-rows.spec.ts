import type { MemberEntity } from '../member/member.entity';
import { csvLine } from './import-file/csv-text';
import { guessColumns } from './guess-columns';
import { type TenantFacts, planRows } from './plan-rows';
import { readCsv } from './read-csv';

const member = (address: string, more: Partial<MemberEntity> = {}): [string, MemberEntity] => [address, { address, displayName: 'Ada Lovelace', role: 'MEMBER', status: 'ACTIVE', firstName: null, lastName: null, phone: null, alternativeEmail: null, ...more } as MemberEntity];
const plan = (text: string, facts: Partial<TenantFacts> = {}) => {
  const { headings, rows } = readCsv(Buffer.from(text));
  return planRows(rows, guessColumns(headings), { domain: 'acme.test', verified: true, members: new Map(), taken: new Set(), seatsLeft: null, ...facts });
};
const verdict = (row: string, facts?: Partial<TenantFacts>, headings = 'email,name,phone,role') => plan(`${headings}\n${row}\n`, facts)[0];

describe('planRows', () => {
  it('knows the headings of other platforms', () => {
    expect(guessColumns(['User principal name', 'Display name', 'First name', 'Last name', 'Mobile Phone', 'Alternate email address', 'Department']).map(({ field }) => field)).toEqual(['ADDRESS', 'DISPLAY_NAME', 'FIRST_NAME', 'LAST_NAME', 'PHONE', 'ALTERNATIVE_EMAIL', null]);
    expect(guessColumns(['First Name [Required]', 'Last Name [Required]', 'Email Address [Required]']).map(({ field }) => field)).toEqual(['FIRST_NAME', 'LAST_NAME', 'ADDRESS']);
  });

  it('creates whom it does not know, by address or by the part before the @', () => {
    expect(verdict('Ada@Acme.test,Ada Lovelace,+47 22 00 00 00,Admin')).toMatchObject({ action: 'CREATE', address: 'ada@acme.test', changes: expect.arrayContaining([{ field: 'phone', before: null, after: '+47 22 00 00 00' }, { field: 'role', before: null, after: 'ADMIN' }]) });
    expect(verdict('ada,Ada,Lovelace', {}, 'username,first name,last name')).toMatchObject({ action: 'CREATE', address: 'ada@acme.test', displayName: 'Ada Lovelace' });
  });

  it('updates what differs, skips what does not, and leaves out what the file does not say', () => {
    const members = new Map([member('ada@acme.test', { phone: '1234' })]);
    expect(verdict('ada@acme.test,Ada Lovelace,5678,', { members })).toMatchObject({ action: 'UPDATE', changes: [{ field: 'phone', before: '1234', after: '5678' }] });
    expect(verdict('ada@acme.test,Ada Lovelace,,', { members })).toMatchObject({ action: 'SKIP', changes: [] });
    expect(verdict('ada@acme.test,Ada Lovelace,,admin', { members })).toMatchObject({ action: 'SKIP', reason: expect.stringMatching(/role/) as string });
  });

  it.each([
    ['a formula', '=cmd|calc,Ada,,', /formula/],
    ['a sub-address', 'a+b@acme.test,Ada,,', /letters from a to z/],
    ['no name', 'a@acme.test,,,', /no name/],
    ['another domain', 'a@else.test,Ada,,', /not on acme.test/],
    ['an owner', 'a@acme.test,Ada,,owner', /no role that can be imported/],
    ['letters for a number', 'a@acme.test,Ada,call me,', /digits/],
    ['no address', ',Ada,,', /Enter the part/],
  ])('tells of %s', (_what, row, reason) => {
    expect(verdict(row)).toMatchObject({ action: 'CONFLICT', reason: expect.stringMatching(reason) as string });
  });

  it('tells of a formula in a column that is not used', () => {
    expect(verdict('a@acme.test,Ada,=1+1', {}, 'email,name,note')).toMatchObject({ action: 'CONFLICT', reason: expect.stringMatching(/“note” holds a formula/) as string });
  });

  it('takes a phone number for what it is in a column of which nobody has said what it holds', () => {
    expect(verdict('a@acme.test,Ada,+45 10 20 30 40', {}, 'email,name,direct line')).toMatchObject({ action: 'CREATE', reason: null });
    expect(verdict('a@acme.test,Ada,+1+cmd', {}, 'email,name,direct line')).toMatchObject({ action: 'CONFLICT' });
  });

  it('tells of addresses that are taken, twice in the file, or one seat too many', () => {
    const rows = plan('email,name\na@acme.test,Ada\nA@acme.test,Again\nb@acme.test,Berta\nc@acme.test,Cleo\n', { taken: new Set(['c@acme.test']), seatsLeft: 1 });
    expect(rows.map(({ action, reason }) => [action, reason])).toEqual([['CREATE', null], ['CONFLICT', 'The same address stands in line 2.'], ['CONFLICT', 'Every seat of the plan would be taken.'], ['CONFLICT', 'c@acme.test is in use already.']]);
    expect(verdict('a@acme.test,Ada,,', { verified: false })).toMatchObject({ action: 'CONFLICT' });
    expect(verdict('a,Ada,,', { domain: null })).toMatchObject({ action: 'CONFLICT', reason: expect.stringMatching(/no domain/) as string });
  });
});

describe('csvLine', () => {
  it('quotes, and gives no formula', () => {
    expect(csvLine(['plain', 'with, comma', 'with "quote"', null, '=1+1', '@x', '+47 22'])).toBe('plain,"with, comma","with ""quote""",,\'=1+1,\'@x,\'+47 22\r\n');
    // Where the comma is for decimals, a semicolon divides the cells of the same file.
    expect(csvLine(['Ada;=1+1', 'Ada; "=1', 'Ada; Lovelace', ' =1', '\uff1d1', '1-2'])).toBe(`Ada;'=1+1,"Ada;' ""=1",Ada; Lovelace,' =1,'\uff1d1,1-2\r\n`);
  });
});

import { InvalidInput } from '../failure/failure.type';
import { checkAliasLocalPart, checkLocalPart } from './local-part';

describe('checkLocalPart', () => {
  it('keeps letters in lower case', () => {
    expect(checkLocalPart(' Ada.Lovelace ')).toBe('ada.lovelace');
  });

  it.each(['', '.ada', 'ada.', 'a..b', 'ada+x', 'ada%x', 'a b', 'jørn', 'Postmaster', 'abuse', 'hostmaster', 'a'.repeat(65)])('refuses %j', (text) => {
    expect(checkLocalPart(text)).toBeInstanceOf(InvalidInput);
  });

  it('leaves the names of roles to aliases and lists, and says so', () => {
    expect(checkLocalPart('Postmaster')).toMatchObject({ message: expect.stringMatching(/under Mail settings, postmaster can be an alias or a distribution list/) as string });
    expect(['Postmaster', 'abuse', 'hostmaster'].map((name) => checkAliasLocalPart(name, []))).toEqual(['postmaster', 'abuse', 'hostmaster']);
    expect(checkAliasLocalPart('post%master', ['input', 'address'])).toMatchObject({ path: ['input', 'address'] });
  });

  it('names the field that is at fault', () => {
    expect(checkLocalPart('', ['input', 'address'])).toMatchObject({ path: ['input', 'address'] });
  });
});

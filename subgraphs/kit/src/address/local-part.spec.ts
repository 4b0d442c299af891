import { InvalidInput } from '../failure/failure.type';
import { checkLocalPart } from './local-part';

describe('checkLocalPart', () => {
  it('keeps letters in lower case', () => {
    expect(checkLocalPart(' Ada.Lovelace ')).toBe('ada.lovelace');
  });

  it.each(['', '.ada', 'ada.', 'a..b', 'ada+x', 'ada%x', 'a b', 'jørn', 'postmaster', 'a'.repeat(65)])('refuses %j', (text) => {
    expect(checkLocalPart(text)).toBeInstanceOf(InvalidInput);
  });

  it('names the field that is at fault', () => {
    expect(checkLocalPart('', ['input', 'address'])).toMatchObject({ path: ['input', 'address'] });
  });
});

import { InvalidInput } from '@dezky/kit/failure/failure.type';
import { checkDisplayName } from './member-names';

describe('checkDisplayName', () => {
  it.each([
    ['  Jørn   Utzon ', 'Jørn Utzon'],
    ['Ada Lovelace-King, 2nd', 'Ada Lovelace-King, 2nd'],
    ['علی\u200cرضا', 'علی\u200cرضا'],
    ['李小龙', '李小龙'],
  ])('keeps %j as %j', (text, kept) => {
    expect(checkDisplayName(text)).toBe(kept);
  });

  it.each([
    ['nothing', ' \t '],
    ['markup', '<b>Ada</b>'],
    ['a control character', 'Ada\u0000'],
    ['a turn of direction', 'Ada\u202eecalevoL'],
    ['a space without width', 'Ada\u200b Lovelace'],
    ['half a character', 'Ada \ud800'],
    ['tags', 'Ada\u{e0041}'],
    ['no letter at all', '\u200d…'],
    ['too much', 'a'.repeat(121)],
  ])('refuses %s', (_what, text) => {
    expect(checkDisplayName(text)).toBeInstanceOf(InvalidInput);
  });
});

import { suggestLocalPart } from './suggest-local-part';

describe('suggestLocalPart', () => {
  it.each([
    ['Ada Lovelace', 'ada.lovelace'],
    ['Jørn Utzon', 'joern.utzon'],
    ['Hans Christian Ørsted', 'hans.oersted'],
    ['Åse Müller-Groß', 'aase.mueller-gross'],
    ['José García Márquez', 'jose.marquez'],
    ["Conan O'Brien", 'conan.obrien'],
    ['Plato', 'plato'],
    ['  ', ''],
    ['李小龍', ''],
  ])('of %j suggests %j', (name, part) => {
    expect(suggestLocalPart(name)).toBe(part);
  });
});

import { pastedAddresses } from './pasted-addresses';

describe('pastedAddresses', () => {
  it.each([
    ['a@x.test\nb@x.test\r\n\n c@x.test ', ['a@x.test', 'b@x.test', 'c@x.test']],
    ['a@x.test, b@x.test; c@x.test,', ['a@x.test', 'b@x.test', 'c@x.test']],
    ['Ada Lovelace <ada@x.test>; "Holm" <anna@x.test>', ['ada@x.test', 'anna@x.test']],
    ['a@x.test b@x.test', ['a@x.test', 'b@x.test']],
    ['no address', ['no address']],
    [' \n ', []],
  ])('finds them in %j', (text, found) => expect(pastedAddresses(text)).toEqual(found));
});

import { InvalidInput } from '@dezky/kit/failure/failure.type';
import { checkDomainName } from './domain-name';

const check = (text: string): string => {
  const name = checkDomainName(text, 'dezky.test');
  return name instanceof InvalidInput ? name.message : name;
};

describe('checkDomainName', () => {
  it.each([
    [' Example.COM. ', 'example.com'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['sub.acme.co.uk', 'sub.acme.co.uk'],
  ])('takes %j', (typed, name) => expect(check(typed)).toBe(name));

  it.each([
    ['', 'Enter a domain'],
    ['https://acme.test', 'without https://'],
    ['ada@acme.test', 'without an @'],
    ['acme', 'is not complete'],
    ['-acme.test', 'is not a domain name'],
    ['a..test', 'is not a domain name'],
    ['192.0.2.1', 'an IP address cannot have mailboxes'],
    ['co.uk', 'an ending'],
    ['github.io', 'an ending'],
    ['mail.dezky.test', 'belongs to the platform'],
    [`${'a'.repeat(60)}.`.repeat(4) + 'test', 'too long'],
    [`${'a'.repeat(63)}.`.repeat(5) + 'test', 'is not a domain name'],
  ])('refuses %j', (typed, reason) => expect(check(typed)).toContain(reason));
});

import { valueToPublish } from './merge-spf';

const spf = (...found: string[]): string => valueToPublish({ kind: 'SPF', host: 'acme.test', value: 'v=spf1 mx ~all', found });

describe('valueToPublish', () => {
  it.each<[string, string[], string]>([
    ['is the value where nothing is published', [], 'v=spf1 mx ~all'],
    ['is the value beside texts that are no SPF record', ['site-verification=abc', 'v=spf10 x'], 'v=spf1 mx ~all'],
    ['keeps what other senders need, and ends as ours', ['v=spf1 include:_spf.elsewhere.test ip4:192.0.2.1 -all'], 'v=spf1 mx include:_spf.elsewhere.test ip4:192.0.2.1 ~all'],
    ['keeps all that a prefix length lets send', ['v=spf1 a mx/24 include:a.test -all'], 'v=spf1 mx/24 a include:a.test ~all'],
    ['names ours once', ['v=spf1 MX include:a.test ?all'], 'v=spf1 mx include:a.test ~all'],
    ['makes one of two, with each term once', ['v=spf1 include:a.test ~all', 'v=spf1 include:a.test include:b.test -all'], 'v=spf1 mx include:a.test include:b.test ~all'],
    ['turns a redirect into an include, which an all would hide', ['v=spf1 redirect=_spf.elsewhere.test'], 'v=spf1 mx include:_spf.elsewhere.test ~all'],
    ['drops "all" from the middle', ['v=spf1 +all include:a.test'], 'v=spf1 mx include:a.test ~all'],
  ])('%s', (_what, found, expected) => expect(spf(...found)).toBe(expected));

  it('is the value of every other kind', () => expect(valueToPublish({ kind: 'DMARC', host: '_dmarc.acme.test', value: 'v=DMARC1; p=none', found: ['v=DMARC1; p=reject'] })).toBe('v=DMARC1; p=none'));
});

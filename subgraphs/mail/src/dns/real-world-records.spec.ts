import { compareRecord } from './compare-record';
import type { InheritedPolicy } from './compare-dmarc';
import { countSpfQueries, type SpfCost } from './count-spf-queries';
import type { ExpectedRecord } from './dns-record';
import type { RecordLookup } from './resolve-records';
import { isSpf } from './spf';

const key = 'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAzGglDGnrddjvSJJQqWcJn2kZ0aHf8yBq4';
const dkim = `v=DKIM1; k=rsa; h=sha256; p=${key}`;

const expected = {
  ownership: { kind: 'OWNERSHIP', type: 'TXT', host: '_dezky-challenge.acme.test', value: 'dezky-challenge=4f1c', required: true },
  mx: { kind: 'MX', type: 'MX', host: 'acme.test', value: '10 mail.dezky.test', required: true },
  spf: { kind: 'SPF', type: 'TXT', host: 'acme.test', value: 'v=spf1 mx ~all', required: true },
  strictSpf: { kind: 'SPF', type: 'TXT', host: 'acme.test', value: 'v=spf1 mx -all', required: true },
  dkim: { kind: 'DKIM', type: 'TXT', host: 'v1-rsa-20261123._domainkey.acme.test', value: dkim, required: true },
  ed25519: { kind: 'DKIM', type: 'TXT', host: 'v1-ed25519-20261123._domainkey.acme.test', value: 'v=DKIM1; k=ed25519; h=sha256; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=', required: true },
  dmarc: { kind: 'DMARC', type: 'TXT', host: '_dmarc.acme.test', value: 'v=DMARC1; p=none; rua=mailto:postmaster@acme.test', required: true },
  reject: { kind: 'DMARC', type: 'TXT', host: '_dmarc.acme.test', value: 'v=DMARC1; p=reject; rua=mailto:postmaster@acme.test', required: true },
  imaps: { kind: 'AUTODISCOVERY', type: 'SRV', host: '_imaps._tcp.acme.test', value: '0 1 993 mail.dezky.test', required: false },
  submissions: { kind: 'AUTODISCOVERY', type: 'SRV', host: '_submissions._tcp.acme.test', value: '0 1 465 mail.dezky.test', required: false },
} satisfies Record<string, ExpectedRecord>;

/** What the included names publish, in the shapes (and with the number of queries) that the large senders have. */
const published: Record<string, readonly string[]> = {
  '_spf.google.com': ['v=spf1 include:_netblocks.google.com include:_netblocks2.google.com include:_netblocks3.google.com ~all'],
  '_netblocks.google.com': ['v=spf1 ip4:35.190.247.0/24 ip4:64.233.160.0/19 ~all'],
  '_netblocks2.google.com': ['v=spf1 ip6:2001:4860:4000::/36 ip6:2404:6800:4000::/36 ~all'],
  '_netblocks3.google.com': ['v=spf1 ip4:172.217.0.0/19 ip4:172.217.32.0/20 ~all'],
  'spf.protection.outlook.com': ['v=spf1 ip4:40.92.0.0/15 ip4:40.107.0.0/16 ip4:52.100.0.0/15 ip6:2a01:111:f400::/48 -all'],
  'sendgrid.net': ['v=spf1 ip4:167.89.0.0/17 ip4:208.117.48.0/20 ~all'],
  'spf.mandrillapp.com': ['v=spf1 ip4:198.2.128.0/24 ip4:198.2.132.0/22 ?all'],
  'mail.zendesk.com': ['v=spf1 ip4:103.151.192.0/23 ip4:185.12.80.0/22 ~all'],
  'amazonses.com': ['v=spf1 ip4:199.255.192.0/22 ip4:199.127.232.0/22 -all'],
  'spf.mailjet.com': ['v=spf1 ip4:87.253.232.0/21 ip4:185.189.236.0/22 ?all'],
  '_spf.perfora.net': ['v=spf1 include:_spf-a.perfora.net include:_spf-b.perfora.net ~all'],
  '_spf-a.perfora.net': ['v=spf1 ip4:74.208.4.192/26 ~all'],
  '_spf-b.perfora.net': ['v=spf1 ip4:217.72.192.64/26 ~all'],
  'circle.test': ['v=spf1 include:round.test ~all'],
  'round.test': ['v=spf1 include:circle.test ~all'],
  'twice.test': ['v=spf1 ip4:192.0.2.1 ~all', 'v=spf1 ip4:192.0.2.2 ~all'],
  'nospf.test': ['hello'],
  'typo.test': ['v=spf1 ipv4:192.0.2.1 ~all'],
};

const dns: RecordLookup = {
  lookup: async (host, type) => {
    if (host === 'silent.test') return { outcome: 'unknown', reason: 'they did not answer in time' };
    const values = type === 'TXT' ? published[host] : host === 'acme.test' || host === 'www.acme.test' ? [type === 'MX' ? '10 mail.dezky.test' : '192.0.2.9'] : undefined;
    return values ? { outcome: 'found', values, ttl: 300, via: [] } : { outcome: 'missing', ttl: 60, zone: null };
  },
};

interface Row {
  /** Where the spelling is met. */
  readonly from: string;
  readonly record: keyof typeof expected;
  readonly values: readonly string[];
  readonly state: 'OK' | 'WARN' | 'BAD';
  /** What the advice has to say; null when nothing is to be done. */
  readonly advice: RegExp | null;
  /** Why it is judged so. */
  readonly why: string;
  readonly inherited?: InheritedPolicy;
}

const row = (from: string, record: keyof typeof expected, values: readonly string[], state: Row['state'], advice: RegExp | null, why: string, inherited?: InheritedPolicy): Row => ({ from, record, values, state, advice, why, ...(inherited ? { inherited } : {}) });

const rows: Row[] = [
  row('our own page', 'ownership', ['dezky-challenge=4f1c'], 'OK', null, 'the value as shown'),
  row('a form that keeps quotes', 'ownership', ['"dezky-challenge=4f1c"'], 'OK', null, 'only this platform reads it, and looks past quotes'),
  row('beside the proofs of others', 'ownership', ['google-site-verification=Xy', 'MS=ms59', 'dezky-challenge=4f1c'], 'OK', null, 'a name may have many TXT records'),
  row('a web page’s curly quotes', 'ownership', ['“dezky-challenge=4f1c”'], 'OK', null, 'only this platform reads it'),
  row('an older domain’s token', 'ownership', ['dezky-challenge=aaaa'], 'BAD', /another value/, 'the proof of another set-up'),

  row('our own page', 'mx', ['10 mail.dezky.test'], 'OK', null, 'as shown'),
  row('a registrar’s default priority', 'mx', ['0 mail.dezky.test.'], 'OK', null, 'the number is the owner’s choice'),
  row('a hoster in capitals', 'mx', ['10 MAIL.DEZKY.TEST'], 'OK', null, 'names have no case (RFC 4343)'),
  row('the set of Google Workspace', 'mx', ['1 aspmx.l.google.com', '5 alt1.aspmx.l.google.com', '5 alt2.aspmx.l.google.com', '10 alt3.aspmx.l.google.com', '10 alt4.aspmx.l.google.com'], 'BAD', /goes to aspmx\.l\.google\.com/, 'mail goes elsewhere'),
  row('the new Google Workspace', 'mx', ['1 smtp.google.com'], 'BAD', /goes to smtp\.google\.com/, 'mail goes elsewhere'),
  row('Microsoft 365', 'mx', ['0 acme-test.mail.protection.outlook.com'], 'BAD', /protection\.outlook\.com/, 'mail goes elsewhere'),
  row('IONOS beside ours', 'mx', ['10 mx00.ionos.de', '10 mx01.ionos.de', '20 mail.dezky.test'], 'BAD', /before mail\.dezky\.test/, 'RFC 5321 section 5.1: the lowest preference first'),
  row('ours first, the old one kept', 'mx', ['10 mail.dezky.test', '50 mx00.ionos.de'], 'WARN', /as well/, 'mail comes, and some can go astray'),
  row('a parked domain', 'mx', ['0 .'], 'BAD', /null MX/, 'RFC 7505: no mail at all'),
  row('a null MX beside ours', 'mx', ['0 .', '10 mail.dezky.test'], 'BAD', /null MX/, 'RFC 7505 section 3: a null MX stands alone'),
  row('an address in the form', 'mx', ['10 192.0.2.25'], 'BAD', /address 192\.0\.2\.25/, 'RFC 1035 section 3.3.9: a name, never an address'),
  row('a zone editor that adds the domain', 'mx', ['10 mail.dezky.test.acme.test'], 'BAD', /with a dot at the end/, 'the name was taken as relative'),

  row('our own page', 'spf', ['v=spf1 mx ~all'], 'OK', null, 'as shown'),
  row('a registrar in capitals', 'spf', ['V=SPF1 MX ~ALL'], 'OK', null, 'RFC 7208 section 4.6.1: no case'),
  row('with Google', 'spf', ['v=spf1 mx include:_spf.google.com ~all'], 'OK', null, '5 queries'),
  row('with Microsoft', 'spf', ['v=spf1 include:spf.protection.outlook.com mx -all'], 'OK', null, 'order is free, stricter is the owner’s choice'),
  row('cPanel’s default', 'spf', ['v=spf1 +a +mx +ip4:203.0.113.7 ~all'], 'OK', null, '"+" is what is meant without it'),
  row('Plesk’s default', 'spf', ['v=spf1 +a +mx +a:www.acme.test -all'], 'OK', null, 'names of one’s own'),
  row('Amazon SES and Mailjet', 'spf', ['v=spf1 mx include:amazonses.com include:spf.mailjet.com ~all'], 'OK', null, 'two includes'),
  row('a per-user macro', 'spf', ['v=spf1 mx exists:%{i}._spf.acme.test ~all'], 'OK', null, 'RFC 7208 section 7: a macro costs one query'),
  row('Proofpoint’s macro include', 'spf', ['v=spf1 mx include:%{ir}.%{v}.%{d}.spf.has.pphosted.com ~all'], 'OK', null, 'cannot be followed without a sender, costs one'),
  row('an explanation', 'spf', ['v=spf1 mx exp=explain._spf.%{d} ~all'], 'OK', null, 'exp costs nothing (section 6.2)'),
  row('an unknown modifier', 'spf', ['v=spf1 mx ra=postmaster rp=100 ~all'], 'OK', null, 'RFC 7208 section 6: unknown modifiers are passed over'),
  row('IPv6 in full', 'spf', ['v=spf1 mx ip6:2001:db8:85a3::8a2e:370:7334/64 ~all'], 'OK', null, 'an address of one’s own'),
  row('both prefix lengths', 'spf', ['v=spf1 mx/24//64 ~all'], 'OK', null, 'section 5.6: dual CIDR'),
  row('beside a proof', 'spf', ['MS=ms12345678', 'v=spf1 mx ~all'], 'OK', null, 'other TXT records do not count'),
  row('a space at the end', 'spf', ['v=spf1 mx ~all '], 'OK', null, 'the grammar allows it (section 4.5)'),
  row('Google alone', 'spf', ['v=spf1 include:_spf.google.com ~all'], 'BAD', /v=spf1 mx include:_spf\.google\.com ~all/, 'ours is missing; what is there is kept'),
  row('a redirect', 'spf', ['v=spf1 redirect=_spf.perfora.net'], 'BAD', /v=spf1 mx include:_spf\.perfora\.net ~all/, 'a redirect is only heeded without "all", so it is merged as an include'),
  row('two records', 'spf', ['v=spf1 mx ~all', 'v=spf1 include:sendgrid.net ~all'], 'BAD', /2 SPF records.*v=spf1 mx include:sendgrid\.net ~all/, 'RFC 7208 section 4.5: several are a permerror'),
  row('a migration gone half', 'spf', ['v=spf1 mx include:_spf.google.com include:_spf.perfora.net include:sendgrid.net include:spf.mandrillapp.com include:mail.zendesk.com ~all'], 'BAD', /11 DNS queries, with all that it includes/, 'section 4.6.4: six terms, eleven queries'),
  row('just at the limit', 'spf', ['v=spf1 mx include:_spf.google.com include:_spf.perfora.net include:sendgrid.net include:spf.mandrillapp.com ~all'], 'OK', null, 'section 4.6.4: ten are allowed'),
  row('an include in a circle', 'spf', ['v=spf1 mx include:circle.test ~all'], 'BAD', /in a circle/, 'never ends, so it is a permerror'),
  row('an include of nothing', 'spf', ['v=spf1 mx include:gone.test ~all'], 'BAD', /without an SPF record/, 'section 5.2: permerror'),
  row('an include of another text', 'spf', ['v=spf1 mx include:nospf.test ~all'], 'BAD', /without an SPF record/, 'section 5.2: permerror'),
  row('an include with two records', 'spf', ['v=spf1 mx include:twice.test ~all'], 'BAD', /twice\.test has 2 SPF records/, 'section 5.2: permerror'),
  row('an include with a typo', 'spf', ['v=spf1 mx include:typo.test ~all'], 'BAD', /"ipv4:192\.0\.2\.1"/, 'a permerror inside is one outside'),
  row('an include that is silent today', 'spf', ['v=spf1 mx include:silent.test ~all'], 'OK', null, 'what could not be asked is not held against the record'),
  row('servers that are gone', 'spf', ['v=spf1 mx a:old1.acme.test a:old2.acme.test a:old3.acme.test ~all'], 'WARN', /3 hosts that do not exist/, 'section 4.6.4: at most two void lookups'),
  row('a comma', 'spf', ['v=spf1 mx, include:sendgrid.net ~all'], 'BAD', /"mx,"/, 'a syntax error is a permerror'),
  row('ip4 without an address', 'spf', ['v=spf1 mx ip4:mail.acme.test ~all'], 'BAD', /"ip4:mail\.acme\.test"/, 'section 5.6: an address'),
  row('quotes kept', 'spf', ['"v=spf1 mx ~all"'], 'BAD', /quotation marks/, 'receivers see a text that does not begin with v=spf1'),
  row('a line pasted from a web page', 'spf', ['v=spf1\u00a0mx\u00a0~all'], 'BAD', /white space/, 'only a space divides terms (section 4.5)'),
  row('a space before it', 'spf', [' v=spf1 mx ~all'], 'BAD', /white space/, 'section 4.5: begins with exactly the version'),
  row('a word processor’s dash', 'strictSpf', ['v=spf1 mx –all'], 'BAD', /long dash/, 'an en dash is no qualifier'),
  row('everybody', 'spf', ['v=spf1 mx +all'], 'BAD', /everybody/, 'section 5.1'),
  row('neutral', 'spf', ['v=spf1 mx ?all'], 'WARN', /forbids nobody/, 'section 5.1'),
  row('softer than set here', 'strictSpf', ['v=spf1 mx ~all'], 'WARN', /"-all"/, 'the policy is strict'),
  row('the old record type’s version', 'spf', ['spf2.0/mfrom,pra mx ~all'], 'BAD', /Add a TXT record/, 'Sender ID (RFC 4406) is no SPF'),

  row('our own page', 'dkim', [dkim], 'OK', null, 'as shown'),
  row('a provider without spaces', 'dkim', [`k=rsa;p=${key}`], 'OK', null, 'v is optional (RFC 6376 section 3.6.1)'),
  row('tags in another order', 'dkim', [`v=DKIM1; p=${key}; k=rsa; h=sha256;`], 'OK', null, 'only v has its place'),
  row('a zone file’s line breaks', 'dkim', [`v=DKIM1; k=rsa; p=${key.slice(0, 30)}  ${key.slice(30)}`], 'OK', null, 'white space in the key means nothing'),
  row('both hashes', 'dkim', [`v=DKIM1; h=sha1:sha256; k=rsa; p=${key}`], 'OK', null, 'sha256 is among them'),
  row('the short key of another kind', 'ed25519', ['v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo='], 'OK', null, 'RFC 8463'),
  row('ed25519 without its k', 'ed25519', ['v=DKIM1; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo='], 'BAD', /another one/, 'without k it is taken for rsa'),
  row('strict identity flag', 'dkim', [`v=DKIM1; t=s; k=rsa; p=${key}`], 'OK', null, 't=s only forbids subdomains in i='),
  row('a provider’s test flag', 'dkim', [`v=DKIM1; t=y:s; k=rsa; p=${key}`], 'WARN', /t=y/, 'receivers ignore a test'),
  row('backslashes of a zone file', 'dkim', [`v=DKIM1\\; k=rsa\\; p=${key}`], 'BAD', /backslashes/, 'over the wire they are part of the text'),
  row('quotes between the parts', 'dkim', [`"v=DKIM1; k=rsa; p=${key.slice(0, 40)}" "${key.slice(40)}"`], 'BAD', /quotation marks/, 'the form already divides the value'),
  row('the 255th character', 'dkim', [`v=DKIM1; k=rsa; p=${key.slice(0, 50)}`], 'BAD', /cut short/, 'the form ends early'),
  row('a revoked key', 'dkim', ['v=DKIM1; p='], 'BAD', /revoked/, 'RFC 6376 section 3.6.1'),
  row('the lower-case version', 'dkim', [`v=dkim1; k=rsa; p=${key}`], 'WARN', /Write v=DKIM1/, 'section 3.2: values have their case'),
  row('an ADSP record in its place', 'dkim', ['dkim=all'], 'BAD', /no DKIM key/, 'RFC 5617 is history'),

  row('our own page', 'dmarc', ['v=DMARC1; p=none; rua=mailto:postmaster@acme.test'], 'OK', null, 'as shown'),
  row('a wizard’s full form', 'dmarc', ['v=DMARC1; p=none; sp=none; adkim=r; aspf=r; pct=100; fo=1; rf=afrf; ri=86400; rua=mailto:a@rua.dmarcian.com; ruf=mailto:a@ruf.dmarcian.com'], 'OK', null, 'tags that are history are passed over (RFC 9989)'),
  row('Cloudflare’s form', 'dmarc', ['v=DMARC1;  p=none; rua=mailto:abc@dmarc-reports.cloudflare.net'], 'OK', null, 'spaces are free'),
  row('new tags', 'dmarc', ['v=DMARC1; p=none; np=reject; psd=n'], 'OK', null, 'RFC 9989 section 4.7'),
  row('the policy in capitals', 'dmarc', ['v=DMARC1; p=NONE'], 'OK', null, 'keywords have no case'),
  row('a stricter template', 'dmarc', ['v=DMARC1; p=quarantine; pct=100'], 'WARN', /stricter/, 'mail on the move can be lost'),
  row('reports alone', 'dmarc', ['v=DMARC1; rua=mailto:a@acme.test'], 'WARN', /take it as "none"/, 'RFC 9989 section 4.7; older receivers differ'),
  row('a record of dots', 'dmarc', ['v=DMARC1. p=none'], 'BAD', /no DMARC record/, 'the version is another'),
  row('colons for semicolons', 'dmarc', ['v=DMARC1: p=none'], 'BAD', /no DMARC record/, 'the version is another'),
  row('the SPF record in its place', 'dmarc', ['v=spf1 -all'], 'BAD', /no DMARC record/, 'often a wildcard'),
  row('two wizards', 'dmarc', ['v=DMARC1; p=none', 'v=DMARC1; p=reject; rua=mailto:a@b.test'], 'BAD', /2 DMARC records/, 'none of them is used'),
  row('quotes kept', 'dmarc', ['"v=DMARC1; p=none"'], 'BAD', /quotation marks/, 'receivers see a quote first'),
  row('lower case', 'dmarc', ['v=dmarc1; p=none'], 'WARN', /Write v=DMARC1/, 'the version has its case'),
  row('a subdomain’s inheritance', 'dmarc', [], 'BAD', /"reject", which acme\.example asks for/, 'told what applies until then', { from: 'acme.example', policy: 'reject' }),
  row('a test', 'reject', ['v=DMARC1; p=reject; t=y'], 'WARN', /t=y/, 'RFC 9989: one step less'),
  row('a share of the mail', 'reject', ['v=DMARC1; p=reject; pct=25'], 'WARN', /pct=25/, 'RFC 7489 alone knows it'),
  row('a softer sp', 'reject', ['v=DMARC1; p=reject; sp=none'], 'OK', null, 'names below are the owner’s choice'),
  row('an sp with a typo', 'reject', ['v=DMARC1; p=reject; sp=rejected'], 'WARN', /sp=/, 'RFC 7489 section 6.6.3 takes all of it as none'),

  row('our own page', 'imaps', ['0 1 993 mail.dezky.test'], 'OK', null, 'as shown'),
  row('other numbers', 'submissions', ['10 60 465 Mail.Dezky.Test.'], 'OK', null, 'priority and weight are the owner’s choice (RFC 2782)'),
  row('nothing', 'imaps', [], 'BAD', /set themselves up/, 'optional, and missing'),
  row('Microsoft’s target', 'imaps', ['0 1 993 outlook.office365.com'], 'WARN', /outlook\.office365\.com:993/, 'programs are sent elsewhere'),
  row('STARTTLS’ port', 'submissions', ['0 1 587 mail.dezky.test'], 'WARN', /mail\.dezky\.test:587/, 'RFC 8314: 465 is what _submissions is for'),
  row('a service that is switched off', 'imaps', ['0 0 0 .'], 'WARN', /no such service/, 'RFC 6186 section 3.4'),
];

/** As the check does it: what is included is counted first. */
async function costsOf(values: readonly string[]): Promise<Map<string, SpfCost>> {
  const costs = new Map<string, SpfCost>();
  for (const value of values.filter(isSpf)) costs.set(value, await countSpfQueries(value, 'acme.test', dns));
  return costs;
}

describe('records as they are met', () => {
  it('are at least sixty', () => expect(rows.length).toBeGreaterThanOrEqual(60));

  it.each(rows.map((one) => [one.record, one.from, one.state, one.why, one] as const))('%s, %s: %s, because %s', async (_record, _from, _state, _why, { record, values, state, advice, inherited }) => {
    const judgement = compareRecord(expected[record], values, [expected[record]], { spfCosts: await costsOf(values), inherited: inherited ?? null });
    expect(judgement).toEqual({ state, advice: advice ? expect.stringMatching(advice) : null });
  });
});

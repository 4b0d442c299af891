import { compareRecord } from './compare-record';
import type { ExpectedRecord } from './dns-record';

const key = 'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAzGglDGnrddjvSJJQqW';
const dkimHost = 'v1-rsa-20261123._domainkey.acme.test';
const expected = {
  ownership: { kind: 'OWNERSHIP', type: 'TXT', host: '_dezky-challenge.acme.test', value: 'dezky-challenge=4f1c', required: true },
  mx: { kind: 'MX', type: 'MX', host: 'acme.test', value: '10 mail.platform.test', required: true },
  spf: { kind: 'SPF', type: 'TXT', host: 'acme.test', value: 'v=spf1 mx ~all', required: true },
  strictSpf: { kind: 'SPF', type: 'TXT', host: 'acme.test', value: 'v=spf1 mx -all', required: true },
  dkim: { kind: 'DKIM', type: 'TXT', host: dkimHost, value: `v=DKIM1; k=rsa; h=sha256; p=${key}`, required: true },
  dmarc: { kind: 'DMARC', type: 'TXT', host: '_dmarc.acme.test', value: 'v=DMARC1; p=none; rua=mailto:postmaster@acme.test', required: true },
  quarantine: { kind: 'DMARC', type: 'TXT', host: '_dmarc.acme.test', value: 'v=DMARC1; p=quarantine', required: true },
  srv: { kind: 'AUTODISCOVERY', type: 'SRV', host: '_imaps._tcp.acme.test', value: '0 1 993 mail.platform.test', required: false },
} satisfies Record<string, ExpectedRecord>;

type Row = [record: keyof typeof expected, published: string[], state: 'OK' | 'WARN' | 'BAD', advice?: RegExp];

/** Spellings as hosters and registrars write them, each with its verdict and what the advice has to say. */
const rows: Row[] = [
  ['ownership', ['dezky-challenge=4f1c'], 'OK'],
  ['ownership', ['google-site-verification=x', '"dezky-challenge=4F1C" '], 'OK'],
  ['ownership', [], 'BAD', /proves that the domain is yours/],
  ['ownership', ['dezky-challenge=other'], 'BAD', /another value/],

  ['mx', ['10 mail.platform.test'], 'OK'],
  ['mx', ['0 MAIL.platform.test.'], 'OK'],
  ['mx', ['5 mail.platform.test', '10 mail.platform.test'], 'OK'],
  ['mx', [], 'BAD', /does not arrive/],
  ['mx', ['0 .'], 'BAD', /null MX/],
  ['mx', ['10 mx.hoster.example'], 'BAD', /goes to mx\.hoster\.example/],
  ['mx', ['10 mail.platform.test.acme.test'], 'BAD', /goes to mail\.platform\.test\.acme\.test/],
  ['mx', ['1 aspmx.l.google.com', '10 mail.platform.test'], 'BAD', /aspmx\.l\.google\.com before/],
  ['mx', ['10 mail.platform.test', '20 mx.hoster.example'], 'WARN', /as well/],
  ['mx', ['10 mail.platform.test', '10 mx.hoster.example'], 'WARN', /as well/],

  ['spf', ['v=spf1 mx ~all'], 'OK'],
  ['spf', ['V=SPF1  MX   ~ALL'], 'OK'],
  ['spf', ['v=spf1 mx -all'], 'OK'],
  ['spf', ['v=spf1 +mx ~all'], 'OK'],
  ['spf', ['v=spf1 mx:acme.test. ~all'], 'OK'],
  ['spf', ['v=spf1 mx/24 ~all'], 'OK'],
  ['spf', ['v=spf1 include:_spf.google.com mx ip4:192.0.2.0/24 ~all'], 'OK'],
  ['spf', ['v=spf1 a mx include:spf.mailjet.com include:sendgrid.net -all', 'MS=ms123'], 'OK'],
  ['spf', ['v=spf1 mx redirect=_spf.example.com'], 'OK'],
  ['spf', ['v=spf1 mx exp=explain.acme.test ~all'], 'OK'],
  ['spf', ['google-site-verification=x'], 'BAD', /Add a TXT record/],
  ['spf', ['v=spf10 mx ~all'], 'BAD', /Add a TXT record/],
  ['spf', ['v=spf1 include:spf.protection.outlook.com -all'], 'BAD', /v=spf1 mx include:spf\.protection\.outlook\.com ~all/],
  ['spf', ['v=spf1 mx:other.test ~all'], 'BAD', /v=spf1 mx mx:other\.test ~all/],
  ['spf', ['v=spf1 -mx ~all'], 'BAD', /does not name/],
  ['spf', ['v=spf1 ~all mx'], 'BAD', /does not name/],
  ['spf', ['v=spf1 -all'], 'BAD', /v=spf1 mx ~all/],
  ['spf', ['v=spf1 mx ~all', 'v=spf1 include:a.test ~all'], 'BAD', /2 SPF records.*v=spf1 mx include:a\.test ~all/],
  ['spf', ['v=spf1 mx ipv4:192.0.2.1 ~all'], 'BAD', /"ipv4:192\.0\.2\.1"/],
  ['spf', ['v=spf1 mx, ~all'], 'BAD', /"mx,"/],
  ['spf', ['v=spf1 mx +all'], 'BAD', /everybody/],
  ['spf', ['v=spf1 mx all'], 'BAD', /everybody/],
  ['spf', [`v=spf1 mx ${Array.from({ length: 10 }, (_, index) => `include:s${index}.test`).join(' ')} ~all`], 'BAD', /11 DNS queries/],
  ['spf', ['v=spf1 mx ?all'], 'WARN', /forbids nobody/],
  ['spf', ['v=spf1 mx'], 'WARN', /does not end in "all"/],
  ['strictSpf', ['v=spf1 mx ~all'], 'WARN', /"-all"/],
  ['strictSpf', ['v=spf1 mx -all'], 'OK'],

  ['dkim', [`v=DKIM1; k=rsa; h=sha256; p=${key}`], 'OK'],
  ['dkim', [`v=DKIM1;p=${key};k=rsa;`], 'OK'],
  ['dkim', [`v=DKIM1; k=RSA; p=${key.slice(0, 20)} ${key.slice(20)}`], 'OK'],
  ['dkim', [`V=dkim1; k=rsa; p=${key}`], 'WARN', /Write v=DKIM1/],
  ['dkim', [`p=${key}`], 'OK'],
  ['dkim', [`v=DKIM1; k=rsa; n=ours; s=email; p=${key}`, 'unrelated'], 'OK'],
  ['dkim', [`v=DKIM1; k=rsa; t=y; p=${key}`], 'WARN', /t=y/],
  ['dkim', [], 'BAD', /Add a TXT record/],
  ['dkim', ['hello'], 'BAD', /no DKIM key/],
  ['dkim', ['v=DKIM1; k=rsa; p='], 'BAD', /revoked/],
  ['dkim', [`v=DKIM1; k=rsa; p=${key.slice(0, 40)}`], 'BAD', /cut short/],
  ['dkim', ['v=DKIM1; k=rsa; p=QUJD'], 'BAD', /another one/],
  ['dkim', [`v=DKIM1; k=ed25519; p=${key}`], 'BAD', /another one/],
  ['dkim', [`v=DKIM1; h=sha1; p=${key}`], 'BAD', /forbids sha256/],
  ['dkim', [`v=DKIM1; s=tlsrpt; p=${key}`], 'BAD', /not for mail/],
  ['dkim', [`v=DKIM1; k=rsa; p=${key}`, 'v=DKIM1; k=rsa; p=QUJD'], 'BAD', /2 keys/],
  ['dkim', [`p=${key}; v=DKIM1`], 'BAD', /does not begin with v=DKIM1/],

  ['dmarc', ['v=DMARC1; p=none; rua=mailto:postmaster@acme.test'], 'OK'],
  ['dmarc', ['v=DMARC1;p=None'], 'OK'],
  ['dmarc', ['v = DMARC1 ; rua=mailto:a@b.test ; pct=50 ; p = none ;'], 'OK'],
  ['dmarc', ['v=DMARC1; p=reject; adkim=s'], 'WARN', /stricter/],
  ['dmarc', ['v=DMARC1; rua=mailto:a@b.test'], 'WARN', /take it as "none"/],
  ['dmarc', [], 'BAD', /Add a TXT record/],
  ['dmarc', ['p=none; v=DMARC1'], 'BAD', /no DMARC record/],
  ['dmarc', ['v=DMARC1; p=monitor'], 'BAD', /no policy/],
  ['dmarc', ['v=DMARC1; p=none', 'v=DMARC1; p=reject'], 'BAD', /2 DMARC records/],
  ['dmarc', ['v=DMARC1; p none'], 'BAD', /cannot be read/],
  ['quarantine', ['v=DMARC1; p=none'], 'WARN', /p=none to p=quarantine/],
  ['quarantine', ['v=DMARC1; p=quarantine; sp=reject'], 'OK'],

  ['srv', ['0 1 993 mail.platform.test'], 'OK'],
  ['srv', ['10 0 993 Mail.Platform.Test.'], 'OK'],
  ['srv', ['0 1 993 mail.platform.test', '20 1 993 old.example'], 'OK'],
  ['srv', [], 'BAD', /set themselves up/],
  ['srv', ['0 1 993 imap.hoster.example'], 'WARN', /imap\.hoster\.example:993/],
  ['srv', ['0 1 143 mail.platform.test'], 'WARN', /mail\.platform\.test:143/],
  ['srv', ['0 0 0 .'], 'WARN', /\.:0/],
  ['srv', ['0 1 993 old.example', '10 1 993 mail.platform.test'], 'WARN', /old\.example/],
];

describe('compareRecord', () => {
  it.each(rows.map(([record, published, state, advice]) => [record, published, state, advice ?? null] as const))('%s %j is %s', (record, published, state, advice) => {
    const verdict = compareRecord(expected[record], published);
    expect(verdict.state).toBe(state);
    if (advice) expect(verdict.advice).toMatch(advice);
    else expect(verdict.advice).toBeNull();
  });

  it('takes several exchangers of ours together', () => {
    const second: ExpectedRecord = { ...expected.mx, value: '20 mail2.platform.test' };
    const lookup = ['10 mail.platform.test', '20 mail2.platform.test'];
    expect([expected.mx, second].map((record) => compareRecord(record, lookup, [expected.mx, second]).state)).toEqual(['OK', 'OK']);
    expect(compareRecord(second, ['10 mail.platform.test'], [expected.mx, second]).state).toBe('BAD');
  });
});

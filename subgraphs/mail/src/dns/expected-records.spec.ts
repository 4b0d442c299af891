import { parseZoneFile } from '../stalwart/zone-file';
import { expectedRecords } from './expected-records';

const zone = parseZoneFile(`v1-ed25519-20261123._domainkey.acme.test. IN TXT "v=DKIM1; k=ed25519; h=sha256; p=Zemb75bn="
v1-rsa-20261123._domainkey.acme.test. IN TXT (
    "v=DKIM1; k=rsa; h=sha256; p=AAAA"
    "BBBB"
)
mail.acme.test. IN TXT "v=spf1 a -all"
acme.test. IN TXT "v=spf1 mx -all"
acme.test. IN MX 10 mail.platform.test.
_dmarc.acme.test. IN TXT "v=DMARC1; p=reject; rua=mailto:postmaster@acme.test"
_caldavs._tcp.acme.test. IN SRV 0 1 443 mail.platform.test.
_imaps._tcp.acme.test. IN SRV 0 1 993 mail.platform.test.
_jmap._tcp.acme.test. IN SRV 0 1 443 mail.platform.test.
_pop3s._tcp.acme.test. IN SRV 0 1 995 mail.platform.test.
_submissions._tcp.acme.test. IN SRV 0 1 465 mail.platform.test.
mta-sts.acme.test. IN CNAME mail.platform.test.
_mta-sts.acme.test. IN TXT "v=STSv1; id=4906812217570908101"
autoconfig.acme.test. IN CNAME mail.platform.test.
`);

describe('expectedRecords', () => {
  it('classifies what the server wants published and starts with a soft policy', () => {
    expect(expectedRecords('acme.test', zone, '4f1c').map(({ kind, host, value, required }) => [kind, host, value, required])).toEqual([
      ['OWNERSHIP', '_dezky-challenge.acme.test', 'dezky-challenge=4f1c', true],
      ['MX', 'acme.test', '10 mail.platform.test', true],
      ['SPF', 'acme.test', 'v=spf1 mx ~all', true],
      ['DKIM', 'v1-ed25519-20261123._domainkey.acme.test', 'v=DKIM1; k=ed25519; h=sha256; p=Zemb75bn=', true],
      ['DKIM', 'v1-rsa-20261123._domainkey.acme.test', 'v=DKIM1; k=rsa; h=sha256; p=AAAABBBB', true],
      ['DMARC', '_dmarc.acme.test', 'v=DMARC1; p=none; rua=mailto:postmaster@acme.test', true],
      ['AUTODISCOVERY', '_imaps._tcp.acme.test', '0 1 993 mail.platform.test', false],
      ['AUTODISCOVERY', '_pop3s._tcp.acme.test', '0 1 995 mail.platform.test', false],
      ['AUTODISCOVERY', '_submissions._tcp.acme.test', '0 1 465 mail.platform.test', false],
    ]);
  });

  it('follows the policy of the domain', () => {
    const strict = expectedRecords('acme.test', zone, '4f1c', { dmarc: 'QUARANTINE', strictSpf: true });
    expect(strict.filter(({ kind }) => kind === 'SPF' || kind === 'DMARC').map(({ value }) => value)).toEqual(['v=spf1 mx -all', 'v=DMARC1; p=quarantine; rua=mailto:postmaster@acme.test']);
  });
});

import type { ExpectedRecord } from './dns-record';
import { zoneFileOf } from './zone-file';

const record = (kind: ExpectedRecord['kind'], type: ExpectedRecord['type'], host: string, value: string): ExpectedRecord => ({ kind, type, host, value, required: true });

describe('zoneFileOf', () => {
  it('has whole names, long texts in parts, and warns in front of what an import may double', () => {
    const lines = zoneFileOf('acme.test', [
      record('MX', 'MX', 'acme.test', '10 mail.dezky.test'),
      record('MX', 'MX', 'acme.test', '20 mail2.dezky.test'),
      record('SPF', 'TXT', 'acme.test', 'v=spf1 mx ~all'),
      record('DKIM', 'TXT', 'k._domainkey.acme.test', `p=${'A'.repeat(260)}`),
      record('DMARC', 'TXT', '_dmarc.acme.test', 'v=DMARC1; p=none'),
    ]).split('\n');
    expect(lines).toEqual([
      '; Mail records of acme.test',
      expect.stringMatching(/^; .*new mail arrives.*Remove the other MX records/),
      'acme.test. 3600 IN MX 10 mail.dezky.test.',
      'acme.test. 3600 IN MX 20 mail2.dezky.test.',
      expect.stringMatching(/^; In place of the SPF record/),
      'acme.test. 3600 IN TXT "v=spf1 mx ~all"',
      `k._domainkey.acme.test. 3600 IN TXT "p=${'A'.repeat(253)}" "${'A'.repeat(7)}"`,
      expect.stringMatching(/^; In place of the DMARC record/),
      '_dmarc.acme.test. 3600 IN TXT "v=DMARC1; p=none"',
      '',
    ]);
  });

  it('escapes what ends a string or begins a line', () => {
    expect(zoneFileOf('acme.test', [record('SPF', 'TXT', 'acme.test', 'v=spf1 exp="x"\\\nevil. IN A 192.0.2.1')])).toContain('"v=spf1 exp=\\"x\\"\\\\\\010evil. IN A 192.0.2.1"');
  });
});

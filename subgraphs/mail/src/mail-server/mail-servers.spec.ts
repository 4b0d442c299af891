import { mailServersOf } from './mail-servers';

const srv = (service: string, value: string) => ({ type: 'SRV', host: `${service}._tcp.acme.test`, value });
const zone = [srv('_imaps', '0 1 993 mail.platform.test'), srv('_pop3s', '0 1 995 mail.platform.test'), srv('_submissions', '0 1 465 mail.platform.test'), { type: 'MX', host: 'acme.test', value: '10 mail.platform.test' }];

describe('mailServersOf', () => {
  it('says what the records to publish say', () => {
    expect(mailServersOf([...zone].reverse(), 'mail.dezky.test')).toEqual([
      { protocol: 'IMAP', host: 'mail.platform.test', port: 993 },
      { protocol: 'POP3', host: 'mail.platform.test', port: 995 },
      { protocol: 'SUBMISSION', host: 'mail.platform.test', port: 465 },
    ]);
  });

  it('takes the one that comes first by priority, in the normal form of a host', () => {
    expect(mailServersOf([srv('_imaps', '20 1 9993 backup.test.'), srv('_imaps', '5 1 1993 Main.Platform.Test.')], 'mail.dezky.test')[0]).toEqual({ protocol: 'IMAP', host: 'main.platform.test', port: 1993 });
  });

  it('falls back to the mail host where there are no records, without POP3', () => {
    expect(mailServersOf([], 'mail.dezky.test')).toEqual([
      { protocol: 'IMAP', host: 'mail.dezky.test', port: 993 },
      { protocol: 'SUBMISSION', host: 'mail.dezky.test', port: 465 },
    ]);
  });

  it('offers nothing where a zone says that there is none', () => {
    expect(mailServersOf([srv('_imaps', '0 0 0 .'), srv('_submissions', '0 1 465 mail.platform.test')], 'mail.dezky.test').map(({ protocol }) => protocol)).toEqual(['SUBMISSION']);
  });
});

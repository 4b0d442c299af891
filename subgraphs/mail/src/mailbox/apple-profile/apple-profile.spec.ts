import { appleProfile } from './apple-profile';

/** A reader of XML property lists that knows nothing of how the profile is written. */
function readPlist(xml: string): Record<string, unknown> {
  const tokens = [...xml.replace(/<\?[\s\S]*?\?>|<!DOCTYPE[\s\S]*?>/g, '').matchAll(/<(\/?)(\w+)(?:\s[^>]*?)?(\/?)>|([^<]+)/g)].filter(([whole]) => whole.trim() !== '');
  let at = 0;
  const text = (): string => {
    const [, , , , content] = tokens[at] ?? [];
    if (content === undefined) return '';
    at += 1;
    return content.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
  };
  const close = (name: string): void => {
    if (tokens[at]?.[1] !== '/' || tokens[at]?.[2] !== name) throw new Error(`expected </${name}>, found ${String(tokens[at]?.[0])}`);
    at += 1;
  };
  const value = (): unknown => {
    const [, closing, name, empty] = tokens[at] ?? [];
    at += 1;
    if (closing === '/') throw new Error(`unexpected </${String(name)}>`);
    if (empty === '/') return name === 'true';
    if (name === 'dict') {
      const dict: Record<string, unknown> = {};
      while (tokens[at]?.[2] === 'key' && tokens[at]?.[1] === '') {
        at += 1;
        const key = text();
        close('key');
        if (key in dict) throw new Error(`${key} stands twice`);
        dict[key] = value();
      }
      close('dict');
      return dict;
    }
    if (name === 'array' || name === 'plist') {
      const entries: unknown[] = [];
      while (tokens[at]?.[1] === '') entries.push(value());
      close(name);
      return name === 'plist' ? entries[0] : entries;
    }
    const content = text();
    close(name ?? '');
    return name === 'integer' ? Number(content) : content;
  };
  return value() as Record<string, unknown>;
}

/** Keys of com.apple.mail.managed and of every payload in Apple's Device Management reference, with their types. */
const accountKeys: Record<string, string> = {
  EmailAccountDescription: 'string',
  EmailAccountName: 'string',
  EmailAccountType: 'string',
  EmailAddress: 'string',
  IncomingMailServerAuthentication: 'string',
  IncomingMailServerHostName: 'string',
  IncomingMailServerPortNumber: 'number',
  IncomingMailServerUseSSL: 'boolean',
  IncomingMailServerUsername: 'string',
  OutgoingMailServerAuthentication: 'string',
  OutgoingMailServerHostName: 'string',
  OutgoingMailServerPortNumber: 'number',
  OutgoingMailServerUseSSL: 'boolean',
  OutgoingMailServerUsername: 'string',
  OutgoingPasswordSameAsIncomingPassword: 'boolean',
  PayloadDescription: 'string',
  PayloadDisplayName: 'string',
  PayloadIdentifier: 'string',
  PayloadType: 'string',
  PayloadUUID: 'string',
  PayloadVersion: 'number',
};
const required = ['EmailAccountType', 'IncomingMailServerAuthentication', 'IncomingMailServerHostName', 'OutgoingMailServerAuthentication', 'OutgoingMailServerHostName', 'PayloadIdentifier', 'PayloadType', 'PayloadUUID', 'PayloadVersion'];
const uuid = /^[0-9A-F]{8}-[0-9A-F]{4}-5[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$/;

describe('appleProfile', () => {
  const parts = { mailboxId: '0199b2c4', address: 'anna@acme.test', mailHost: 'mail.dezky.test', identifierBase: 'test.dezky' };
  const profile = readPlist(appleProfile(parts));
  const [account] = profile['PayloadContent'] as Record<string, unknown>[];

  it('is a configuration with one managed mail account', () => {
    expect(profile).toMatchObject({ PayloadType: 'Configuration', PayloadVersion: 1, PayloadIdentifier: 'test.dezky.mail.0199b2c4', PayloadRemovalDisallowed: false });
    expect(profile['PayloadContent']).toHaveLength(1);
    for (const [key, value] of Object.entries(account ?? {})) expect([key, typeof value]).toEqual([key, accountKeys[key]]);
    for (const key of required) expect(account).toHaveProperty([key]);
  });

  it('reads mail by IMAP and sends by submission, both under TLS, as the address', () => {
    expect(account).toMatchObject({
      EmailAccountType: 'EmailTypeIMAP',
      EmailAddress: 'anna@acme.test',
      IncomingMailServerHostName: 'mail.dezky.test',
      IncomingMailServerPortNumber: 993,
      IncomingMailServerUseSSL: true,
      IncomingMailServerUsername: 'anna@acme.test',
      OutgoingMailServerHostName: 'mail.dezky.test',
      OutgoingMailServerPortNumber: 465,
      OutgoingMailServerUseSSL: true,
      OutgoingMailServerUsername: 'anna@acme.test',
    });
  });

  it('carries no password', () => expect(Object.keys(account ?? {}).filter((key) => /Password$/.test(key))).toEqual(['OutgoingPasswordSameAsIncomingPassword']));

  it('names its parts by the mailbox, so that a second install updates the first', () => {
    expect([profile['PayloadUUID'], account?.['PayloadUUID']]).toEqual([expect.stringMatching(uuid), expect.stringMatching(uuid)]);
    expect(profile['PayloadUUID']).not.toBe(account?.['PayloadUUID']);
    const renamed = readPlist(appleProfile({ ...parts, address: 'anna.holm@acme.test' }));
    expect([renamed['PayloadUUID'], renamed['PayloadIdentifier']]).toEqual([profile['PayloadUUID'], profile['PayloadIdentifier']]);
    expect(readPlist(appleProfile({ ...parts, mailboxId: 'other' }))['PayloadUUID']).not.toBe(profile['PayloadUUID']);
  });

  it('escapes what XML reserves', () => expect(readPlist(appleProfile({ ...parts, address: 'a&b<c>@acme.test' }))['PayloadDisplayName']).toBe('Mail for a&b<c>@acme.test'));
});

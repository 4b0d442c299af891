/** @jest-environment jsdom */
import { appleProfile } from './apple-profile';

interface XmlElement {
  readonly tagName: string;
  readonly textContent: string;
  readonly children: ArrayLike<XmlElement> & Iterable<XmlElement>;
  getAttribute(name: string): string | null;
}
const { DOMParser: XmlParser } = globalThis as unknown as { DOMParser: new () => { parseFromString(text: string, type: 'application/xml'): { documentElement: XmlElement } } };

/** Read by an XML parser that is not ours, into what Apple's PropertyList-1.0 DTD says the elements mean. */
function readPlist(xml: string): Record<string, unknown> {
  const { documentElement } = new XmlParser().parseFromString(xml, 'application/xml');
  expect([documentElement.tagName, documentElement.getAttribute('version'), documentElement.children.length]).toEqual(['plist', '1.0', 1]);
  const value = (element: XmlElement): unknown => {
    const inside = [...element.children];
    switch (element.tagName) {
      case 'string':
        return element.textContent;
      case 'integer':
        expect(element.textContent).toMatch(/^\d+$/);
        return Number(element.textContent);
      case 'true':
      case 'false':
        return element.tagName === 'true';
      case 'array':
        return inside.map(value);
      case 'dict': {
        const keys = inside.filter((_, index) => index % 2 === 0).map((key) => (key.tagName === 'key' ? key.textContent : `no key but ${key.tagName}`));
        expect([new Set(keys).size, inside.length]).toEqual([keys.length, keys.length * 2]);
        return Object.fromEntries(keys.map((key, index) => [key, value(inside[index * 2 + 1] as XmlElement)]));
      }
      default:
        throw new Error(`<${element.tagName}> is no part of a property list`);
    }
  };
  return value(documentElement.children[0] as XmlElement) as Record<string, unknown>;
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
/** Keys of the profile itself, which come on top of those of every payload. */
const profileKeys: Record<string, string> = { ...accountKeys, PayloadRemovalDisallowed: 'boolean' };
/** What Apple marks as required in com.apple.mail.managed, and in every payload. */
const required = ['EmailAccountType', 'IncomingMailServerAuthentication', 'IncomingMailServerHostName', 'OutgoingMailServerAuthentication', 'OutgoingMailServerHostName', 'PayloadIdentifier', 'PayloadType', 'PayloadUUID', 'PayloadVersion'];
const uuid = /^[0-9A-F]{8}-[0-9A-F]{4}-5[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$/;

describe('appleProfile', () => {
  const parts = { mailboxId: '0199b2c4', address: 'anna@acme.test', displayName: 'Anna Holm', incoming: { host: 'mail.dezky.test', port: 993 }, outgoing: { host: 'submit.dezky.test', port: 465 }, identifierBase: 'test.dezky' };
  const profile = readPlist(appleProfile(parts));
  const [account] = profile['PayloadContent'] as Record<string, unknown>[];

  it('is a configuration with one managed mail account', () => {
    expect(profile).toMatchObject({ PayloadType: 'Configuration', PayloadVersion: 1, PayloadIdentifier: 'test.dezky.mail.0199b2c4', PayloadRemovalDisallowed: false });
    expect(profile['PayloadContent']).toHaveLength(1);
    for (const [key, value] of Object.entries(account ?? {})) expect([key, typeof value]).toEqual([key, accountKeys[key]]);
    for (const [key, value] of Object.entries(profile)) if (key !== 'PayloadContent') expect([key, typeof value]).toEqual([key, profileKeys[key]]);
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
      IncomingMailServerAuthentication: 'EmailAuthPassword',
      OutgoingMailServerAuthentication: 'EmailAuthPassword',
      OutgoingPasswordSameAsIncomingPassword: true,
      OutgoingMailServerHostName: 'submit.dezky.test',
      OutgoingMailServerPortNumber: 465,
      OutgoingMailServerUseSSL: true,
      OutgoingMailServerUsername: 'anna@acme.test',
    });
  });

  it('gives the device the name that recipients see, where it is known', () => {
    expect(account?.['EmailAccountName']).toBe('Anna Holm');
    const [unnamed] = readPlist(appleProfile({ ...parts, displayName: null }))['PayloadContent'] as Record<string, unknown>[];
    expect(unnamed).not.toHaveProperty(['EmailAccountName']);
    const [odd] = readPlist(appleProfile({ ...parts, displayName: 'Anna\u0007 <Holm> & Søn \u{1f600}' }))['PayloadContent'] as Record<string, unknown>[];
    expect(odd?.['EmailAccountName']).toBe('Anna <Holm> & Søn \u{1f600}');
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

import { createHash } from 'node:crypto';

export interface HostAndPort {
  readonly host: string;
  readonly port: number;
}

export interface AppleProfileParts {
  readonly mailboxId: string;
  readonly address: string;
  /** What recipients see beside the address; null when it is not known, and the device takes the address. */
  readonly displayName: string | null;
  /** Both with TLS from the first byte (RFC 8314). */
  readonly incoming: HostAndPort;
  readonly outgoing: HostAndPort;
  /** Reverse domain name of the platform, such as `test.dezky`. */
  readonly identifierBase: string;
}

/**
 * A configuration profile with one mail account, payload type com.apple.mail.managed of Apple's
 * Device Management reference. It carries no password: the device asks for it. Identifiers
 * and UUIDs follow from the mailbox, so that installing it again updates what is there.
 */
export function appleProfile(parts: AppleProfileParts): string {
  const { address, displayName, incoming, outgoing, mailboxId } = parts;
  const identifier = `${parts.identifierBase}.mail.${mailboxId}`;
  const account: Payload = {
    EmailAccountDescription: address,
    ...(displayName === null ? {} : { EmailAccountName: displayName }),
    EmailAccountType: 'EmailTypeIMAP',
    EmailAddress: address,
    IncomingMailServerAuthentication: 'EmailAuthPassword',
    IncomingMailServerHostName: incoming.host,
    IncomingMailServerPortNumber: incoming.port,
    IncomingMailServerUseSSL: true,
    IncomingMailServerUsername: address,
    OutgoingMailServerAuthentication: 'EmailAuthPassword',
    OutgoingMailServerHostName: outgoing.host,
    OutgoingMailServerPortNumber: outgoing.port,
    OutgoingMailServerUseSSL: true,
    OutgoingMailServerUsername: address,
    OutgoingPasswordSameAsIncomingPassword: true,
    PayloadDescription: `Sets up ${address} in Mail.`,
    PayloadDisplayName: address,
    PayloadIdentifier: `${identifier}.account`,
    PayloadType: 'com.apple.mail.managed',
    PayloadUUID: nameUuid(`${identifier}.account`),
    PayloadVersion: 1,
  };
  return plist({
    PayloadContent: [account],
    PayloadDescription: `Sets up ${address} in Mail. The password is asked for when the profile is installed.`,
    PayloadDisplayName: `Mail for ${address}`,
    PayloadIdentifier: identifier,
    PayloadRemovalDisallowed: false,
    PayloadType: 'Configuration',
    PayloadUUID: nameUuid(identifier),
    PayloadVersion: 1,
  });
}

type Scalar = string | number | boolean;
type Payload = Readonly<Record<string, Scalar>>;
type Value = Scalar | readonly Payload[];
type Dict = Readonly<Record<string, Value>>;

/** XML 1.0 has no way to write most control characters (section 2.2): they are left out. */
const escape = (text: string): string => text.replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '').replace(/[&<>]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[character] ?? character);

function write(value: Value, indent: string): string {
  if (typeof value === 'string') return `${indent}<string>${escape(value)}</string>\n`;
  if (typeof value === 'number') return `${indent}<integer>${value}</integer>\n`;
  if (typeof value === 'boolean') return `${indent}<${String(value)}/>\n`;
  return `${indent}<array>\n${value.map((entry) => writeDict(entry, `${indent}\t`)).join('')}${indent}</array>\n`;
}

function writeDict(dict: Dict, indent: string): string {
  const members = Object.entries(dict).map(([key, value]) => `${indent}\t<key>${escape(key)}</key>\n${write(value, `${indent}\t`)}`);
  return `${indent}<dict>\n${members.join('')}${indent}</dict>\n`;
}

/** An XML property list (Apple's PropertyList-1.0 DTD). */
const plist = (root: Dict): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">\n<plist version="1.0">\n${writeDict(root, '')}</plist>\n`;

/** The namespace for URLs of RFC 9562 appendix A would do for any text; this one is ours alone. */
const namespace = Buffer.from('5f1c2a0e8b7d4c3f9a61d2e4b8c07135', 'hex');

/** A name-based UUID (version 5, RFC 9562 section 5.5): the same name gives the same UUID. */
function nameUuid(name: string): string {
  const bytes = createHash('sha1').update(namespace).update(name).digest().subarray(0, 16);
  bytes.writeUInt8(((bytes.at(6) ?? 0) & 0x0f) | 0x50, 6);
  bytes.writeUInt8(((bytes.at(8) ?? 0) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex').toUpperCase();
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

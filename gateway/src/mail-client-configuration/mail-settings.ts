/** Where a mail program reads or sends: TLS from the first byte, the mail address as user name. */
export interface MailServer {
  readonly protocol: 'IMAP' | 'POP3' | 'SUBMISSION';
  readonly host: string;
  readonly port: number;
}

/** What is told to mail programs about a domain. */
export interface MailSettings {
  /** In ASCII. */
  readonly domain: string;
  readonly servers: readonly MailServer[];
}

/** For text and attributes alike; what XML 1.0 has no place for goes (section 2.2). */
export const escapeXml = (text: string): string =>
  text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '').replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

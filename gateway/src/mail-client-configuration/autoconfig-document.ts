import { type MailServer, type MailSettings, escapeXml } from './mail-settings';

const kinds = { IMAP: ['incoming', 'imap'], POP3: ['incoming', 'pop3'], SUBMISSION: ['outgoing', 'smtp'] } as const;

/** SSL is TLS from the first byte here; the password goes as it is, inside that. */
function server({ protocol, host, port }: MailServer): string {
  const [direction, type] = kinds[protocol];
  return `    <${direction}Server type="${type}">
      <hostname>${escapeXml(host)}</hostname>
      <port>${port}</port>
      <socketType>SSL</socketType>
      <authentication>password-cleartext</authentication>
      <username>%EMAILADDRESS%</username>
    </${direction}Server>
`;
}

/**
 * What Thunderbird and those that learnt it from there read (Mozilla's autoconfig format, version 1.1). Programs put the address in themselves,
 * so that one document does for everybody of a domain. Of the ways to read they take the first they know.
 *
 * @param guide a page that says how to set up a program by hand
 */
export const autoconfigDocument = ({ domain, servers }: MailSettings, guide: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<clientConfig version="1.1">
  <emailProvider id="${escapeXml(domain)}">
    <domain>${escapeXml(domain)}</domain>
    <displayName>Mail of ${escapeXml(domain)}</displayName>
    <displayShortName>${escapeXml(domain)}</displayShortName>
${servers.map(server).join('')}    <documentation url="${escapeXml(guide)}">
      <descr lang="en">Set up a device by hand</descr>
    </documentation>
  </emailProvider>
</clientConfig>
`;

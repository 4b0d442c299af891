import { type MailServer, type MailSettings, escapeXml } from './mail-settings';

const namespace = 'http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006';
/** The form that describes accounts for Outlook; the other one is for Exchange ActiveSync, which nobody speaks here. */
export const outlookSchema = 'http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a';

const types = { IMAP: 'IMAP', POP3: 'POP3', SUBMISSION: 'SMTP' } as const;

function protocol({ protocol: kind, host, port }: MailServer, address: string): string {
  return `      <Protocol>
        <Type>${types[kind]}</Type>
        <Server>${escapeXml(host)}</Server>
        <Port>${port}</Port>
        <DomainRequired>off</DomainRequired>
        <LoginName>${escapeXml(address)}</LoginName>
        <SPA>off</SPA>
        <SSL>on</SSL>
        <Encryption>SSL</Encryption>
        <AuthRequired>on</AuthRequired>
${kind === 'SUBMISSION' ? '        <UsePOPAuth>off</UsePOPAuth>\n        <SMTPLast>off</SMTPLast>\n' : ''}      </Protocol>
`;
}

/** Settings of an account that is no Exchange one (MS-OXDSCLI section 2.2.4): the address comes back as it was asked with, unlooked at. */
export const autodiscoverDocument = ({ servers }: MailSettings, address: string): string => `<?xml version="1.0" encoding="utf-8"?>
<Autodiscover xmlns="${namespace}">
  <Response xmlns="${outlookSchema}">
    <Account>
      <AccountType>email</AccountType>
      <Action>settings</Action>
${servers.map((server) => protocol(server, address)).join('')}    </Account>
  </Response>
</Autodiscover>
`;

/** 601 of MS-OXDSCLI section 2.2.4.1.2: nobody here answers in the form that was asked for. */
export const noSuchProvider = (now: Date): string => `<?xml version="1.0" encoding="utf-8"?>
<Autodiscover xmlns="${namespace}">
  <Response>
    <Error Time="${now.toISOString().slice(11, 19)}" Id="0">
      <ErrorCode>601</ErrorCode>
      <Message>Provider is not available</Message>
      <DebugData />
    </Error>
  </Response>
</Autodiscover>
`;

import { Hostname } from '@dezky/kit/federation/scalars';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';

export const MailProtocol = { IMAP: 'IMAP', POP3: 'POP3', SUBMISSION: 'SUBMISSION' } as const;
export type MailProtocol = (typeof MailProtocol)[keyof typeof MailProtocol];

registerEnumType(MailProtocol, { name: 'MailProtocol', description: 'IMAP and POP3 read mail, SUBMISSION (SMTP) sends it.' });

@ObjectType({ simpleResolvers: true, description: 'Where a mail program reads or sends: TLS from the first byte (RFC 8314), the mail address as user name, and a password.' })
export class MailServer {
  @Field(() => MailProtocol)
  protocol: MailProtocol;

  @Field(() => Hostname)
  host: string;

  @Field(() => Int)
  port: number;
}

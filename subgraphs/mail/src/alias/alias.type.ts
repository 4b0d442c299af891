import { connectionOf } from '@dezky/kit/federation/connection';
import { EmailAddress } from '@dezky/kit/federation/scalars';
import { Field, ObjectType } from 'type-graphql';

@ObjectType({ simpleResolvers: true, description: 'A further address of a mailbox.' })
export class MailAlias {
  @Field(() => EmailAddress)
  address: string;

  @Field(() => Boolean, { description: 'Switched off, mail to it is refused; nobody else gets the address.' })
  enabled: boolean;

  @Field(() => String, { nullable: true, description: 'What it is for, in words of the admin.' })
  description: string | null;

  mailboxId: string;
}

export const MailAliasConnection = connectionOf('MailAlias', () => MailAlias);

import { connectionOf } from '@dezky/kit/federation/connection';
import { EmailAddress } from '@dezky/kit/federation/scalars';
import { BackendState } from '@dezky/kit/federation/shared.type';
import { Directive, Field, ID, ObjectType } from 'type-graphql';

@Directive('@key(fields: "id")')
@ObjectType({ simpleResolvers: true, description: "A member's mailbox." })
export class Mailbox {
  @Field(() => ID)
  id: string;

  @Field(() => EmailAddress)
  address: string;

  @Field(() => BackendState)
  state: BackendState;

  @Field(() => String, { nullable: true, description: 'Why the mailbox could not be set up, in plain words.' })
  lastError: string | null;

  displayName: string | null;
  tenantId: string;
  memberId: string;
  domainId: string;
  stalwartId: string | null;
}

export const MailboxConnection = connectionOf('Mailbox', () => Mailbox);

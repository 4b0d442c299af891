import { connectionOf } from '@dezky/kit/federation/connection';
import { CostsNothing } from '@dezky/kit/federation/cost';
import { EmailAddress } from '@dezky/kit/federation/scalars';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';

export const RecipientKind = { MAILBOX: 'MAILBOX', ALIAS: 'ALIAS', LIST: 'LIST', OUTSIDE: 'OUTSIDE', NOBODY: 'NOBODY' } as const;
export type RecipientKind = (typeof RecipientKind)[keyof typeof RecipientKind];
registerEnumType(RecipientKind, { name: 'RecipientKind', description: "What an address is. NOBODY: it is on a domain of the tenant's and nothing has it, so that mail to it is refused." });

export const SkipReason = { INVALID: 'INVALID', TWICE: 'TWICE', PRESENT: 'PRESENT', ABSENT: 'ABSENT', LOOP: 'LOOP', NOBODY: 'NOBODY', FULL: 'FULL' } as const;
export type SkipReason = (typeof SkipReason)[keyof typeof SkipReason];
registerEnumType(SkipReason, {
  name: 'SkipReason',
  description:
    "Why an address was left out. INVALID is no address; TWICE stands in the input before; PRESENT is a recipient already and ABSENT is none; LOOP would send mail in a circle; NOBODY is on a domain of the tenant's where nothing has it; FULL is beyond what a list holds.",
});

@ObjectType({ simpleResolvers: true, description: 'One address that hands mail on to many recipients, outside ones included.' })
export class DistributionList {
  @Field(() => ID)
  id: string;

  @Field(() => EmailAddress)
  address: string;

  @Field(() => String)
  name: string;

  @Field(() => Date)
  createdAt: Date;

  tenantId: string;
}

@ObjectType({ simpleResolvers: true, description: 'Who gets the mail of a distribution list.' })
export class DistributionListRecipient {
  @Field(() => EmailAddress)
  address: string;

  tenantId: string;
  baseAddress: string;
}

@CostsNothing()
@ObjectType({ simpleResolvers: true, description: 'An address that was asked for and left out.' })
export class SkippedRecipient {
  @Field(() => String, { description: 'As it was given.' })
  text: string;

  @Field(() => SkipReason)
  reason: SkipReason;

  @Field(() => String, { description: 'Why, in plain words; a loop with its path.' })
  message: string;
}

export const DistributionListConnection = connectionOf('DistributionList', () => DistributionList);
export const DistributionListRecipientConnection = connectionOf('DistributionListRecipient', () => DistributionListRecipient);

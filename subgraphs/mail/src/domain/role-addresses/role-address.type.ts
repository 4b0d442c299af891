import { EmailAddress } from '@dezky/kit/federation/scalars';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { RecipientKind } from '../../distribution-list/distribution-list.type';

export const AddressRole = { POSTMASTER: 'POSTMASTER', ABUSE: 'ABUSE' } as const;
export type AddressRole = (typeof AddressRole)[keyof typeof AddressRole];
registerEnumType(AddressRole, {
  name: 'AddressRole',
  description: 'POSTMASTER has to be delivered at every domain that receives mail (RFC 5321 section 4.5.1), and the reports that our DMARC records ask for go there; ABUSE is where others report spam that comes from the domain (RFC 2142 sections 2 and 4).',
});

@ObjectType({ simpleResolvers: true, description: 'An address that everybody expects at a domain, and whether somebody gets its mail. Advice alone: nothing else depends on it.' })
export class RoleAddress {
  @Field(() => AddressRole)
  role: AddressRole;

  @Field(() => EmailAddress)
  address: string;

  @Field(() => Boolean, { description: 'Whether mail to it gets to somebody who can read it: an address outside, or a mailbox that is not frozen.' })
  reached: boolean;

  @Field(() => RecipientKind, { description: 'What it is; `deliveryPath` of the tenant has the way from there.' })
  kind: RecipientKind;

  @Field(() => EmailAddress, { nullable: true, description: 'For an alias: the address of the mailbox its mail arrives in.' })
  mailboxAddress: string | null;

  @Field(() => ID, { nullable: true, description: 'For a list: the distribution list.' })
  listId: string | null;

  @Field(() => String, { nullable: true, description: 'What to do, in plain words; null when it is reached.' })
  advice: string | null;
}

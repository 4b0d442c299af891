import { AtMost } from '@dezky/kit/federation/cost';
import { EmailAddress } from '@dezky/kit/federation/scalars';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { RecipientKind } from '../distribution-list/distribution-list.type';
import type { Holder } from '../distribution-list/list-recipient.repository';
import { Member } from '../member/member.type';

/** What a path shows at most; how many receive mail beyond is counted. */
export const hopsShown = 200;

export const DeliveryVerdict = { DELIVERED: 'DELIVERED', PARTLY: 'PARTLY', REFUSED: 'REFUSED', NOT_OURS: 'NOT_OURS' } as const;
export type DeliveryVerdict = (typeof DeliveryVerdict)[keyof typeof DeliveryVerdict];
registerEnumType(DeliveryVerdict, { name: 'DeliveryVerdict', description: "What becomes of mail to an address. PARTLY: some of those it goes to do not get it. NOT_OURS: its domain is none of the tenant's, and somebody else decides." });

export const HopOutcome = { DELIVERED: 'DELIVERED', HANDED_ON: 'HANDED_ON', SENT_OUT: 'SENT_OUT', REFUSED: 'REFUSED' } as const;
export type HopOutcome = (typeof HopOutcome)[keyof typeof HopOutcome];
registerEnumType(HopOutcome, { name: 'HopOutcome', description: 'What becomes of mail at one address on its way. SENT_OUT leaves for somebody outside, whose server decides.' });

@ObjectType({ simpleResolvers: true, description: 'One address that mail comes by.' })
export class DeliveryHop {
  @Field(() => EmailAddress)
  address: string;

  @Field(() => Int, { description: 'How many addresses stand before it on its way; 0 is the one asked about. Each hop stands below the one that hands mail to it.' })
  depth: number;

  @Field(() => RecipientKind)
  kind: RecipientKind;

  @Field(() => HopOutcome)
  outcome: HopOutcome;

  @Field(() => String, { nullable: true, description: 'What there is to know, in plain words.' })
  note: string | null;

  @Field(() => Member, { nullable: true, description: 'Whose mailbox it is, for a mailbox.' })
  member: Member | null;

  @Field(() => ID, { nullable: true, description: 'For a list: the distribution list.' })
  listId: string | null;

  holder: Holder;
}

@ObjectType({ simpleResolvers: true, description: 'Who receives mail to an address, and by which way, as it is wanted.' })
export class DeliveryPath {
  @Field(() => EmailAddress)
  address: string;

  @Field(() => DeliveryVerdict)
  verdict: DeliveryVerdict;

  @Field(() => Int, { description: 'How many mailboxes it arrives in.' })
  mailboxCount: number;

  @Field(() => Int, { description: 'How many addresses outside it is sent to.' })
  outsideCount: number;

  @Field(() => Int, { description: 'How many addresses on its way refuse it.' })
  refusedCount: number;

  @AtMost(hopsShown)
  @Field(() => [DeliveryHop], { description: 'The address first, everything below what hands mail to it; each address once. Empty for NOT_OURS.' })
  hops: DeliveryHop[];

  @Field(() => Boolean, { description: 'Whether there are more hops than are shown; the counts have those as well, up to 10 000.' })
  truncated: boolean;

  tenantId: string;
  /** Whether it gets to somebody who can read it: an address outside, or a mailbox that is not frozen. */
  isRead: boolean;
  /** The domain at the mail server; null when it is not there, or none of the tenant's. */
  stalwartDomainId: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'How the mail server sees the hops that are shown, asked just now.' })
export class DeliveryCheck {
  @Field(() => [String], { description: 'Where it differs from what is wanted, in plain words; empty when it agrees. What it knows of addresses outside is not asked.' })
  differences: string[];

  @Field(() => EmailAddress, { nullable: true, description: 'Who gets mail to addresses of the domain that nobody has; null: it is refused.' })
  catchAll: string | null;

  @Field(() => Boolean, { description: 'Whether name+anything reaches name.' })
  subAddressing: boolean;
}

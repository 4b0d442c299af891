import { EmailAddress, Hostname } from '@dezky/kit/federation/scalars';
import { Failure, FailureCode, InvalidInput } from '@dezky/kit/failure/failure.type';
import { Workflow } from '@dezky/kit/workflow/workflow.type';
import { Field, ObjectType, createUnionType } from 'type-graphql';
import { Seats } from '../../tenant/tenant.type';
import { Member } from '../member.type';

@ObjectType({ simpleResolvers: true })
export class MemberCreated {
  @Field(() => Member)
  member: Member;

  @Field(() => String, { nullable: true, description: 'Works once the workflow has succeeded; shown this one time and never kept in clear. Null for somebody who signs in elsewhere already and keeps their password.' })
  oneTimePassword: string | null;

  @Field(() => Workflow)
  workflow: Workflow;

  constructor(parts: { member: Member; oneTimePassword: string | null; workflow: Workflow }) {
    Object.assign(this, parts);
  }
}

@ObjectType({ implements: Failure, simpleResolvers: true, description: 'Somebody or something has this address already.' })
export class AddressTaken extends Failure {
  @Field(() => EmailAddress)
  address: string;

  constructor(address: string, field: 'localPart' | 'externalSignIn' | 'email' = 'localPart') {
    super(FailureCode.ADDRESS_TAKEN, `${address} is in use already. Choose another address.`, ['input', field]);
    this.address = address;
  }
}

@ObjectType({ implements: Failure, simpleResolvers: true, description: 'A mailbox needs a primary domain whose DNS records are right.' })
export class DomainNotVerified extends Failure {
  @Field(() => Hostname, { nullable: true, description: 'Null: the tenant has no domain yet.' })
  domain: string | null;

  constructor(domain: string | null) {
    super(FailureCode.DOMAIN_NOT_VERIFIED, domain ? `The DNS records of ${domain} are not right yet. Publish them, recheck, then create the mailbox.` : 'Add a domain first; mailboxes live on it.');
    this.domain = domain;
  }
}

@ObjectType({ implements: Failure, simpleResolvers: true, description: 'Every seat of the plan is taken.' })
export class SeatLimitReached extends Failure {
  @Field(() => Seats)
  seats: Seats;

  constructor(seats: Seats) {
    super(FailureCode.SEAT_LIMIT_REACHED, `All ${seats.limit} seats are taken. Remove somebody, or ask whoever runs Dezky for you for more seats.`);
    this.seats = seats;
  }
}

export const CreateMemberResult = createUnionType({
  name: 'CreateMemberResult',
  types: () => [MemberCreated, AddressTaken, DomainNotVerified, SeatLimitReached, InvalidInput] as const,
  resolveType: (value) => value.constructor.name,
});

import { AddressTaken, DomainNotVerified } from '@dezky/kit/address/address-failures.type';
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

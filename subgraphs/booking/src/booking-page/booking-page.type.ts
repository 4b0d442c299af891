import { TimeZone, Url } from '@dezky/kit/federation/scalars';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';

@Directive('@key(fields: "id")')
@ObjectType('Tenant', { simpleResolvers: true })
export class TenantReference {
  @Field(() => ID)
  id: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('Member', { simpleResolvers: true })
export class MemberReference {
  @Field(() => ID)
  id: string;
}

@ObjectType({ simpleResolvers: true, description: 'A page on which visitors book time with its host.' })
export class BookingPage {
  @Field(() => ID)
  id: string;

  @Field(() => String)
  slug: string;

  @Field(() => String)
  title: string;

  @Field(() => MemberReference, { description: 'With whom visitors book.' })
  host: MemberReference;

  @Field(() => Int)
  durationMinutes: number;

  @Field(() => TimeZone)
  timeZone: string;

  @Field(() => Url, { description: 'Where visitors book.' })
  url: string;

  @Field(() => Boolean)
  active: boolean;
}

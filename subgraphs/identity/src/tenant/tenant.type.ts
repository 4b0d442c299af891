import { connectionOf } from '@dezky/kit/federation/connection';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';

@Directive('@shareable')
@ObjectType({ simpleResolvers: true, description: 'How many members a tenant has, and how many its plan allows.' })
export class Seats {
  @Field(() => Int)
  used: number;

  @Field(() => Int, { nullable: true, description: 'Null: no limit.' })
  limit: number | null;
}

@Directive('@key(fields: "id")')
@ObjectType({ simpleResolvers: true, description: 'A company with its workplace.' })
export class Tenant {
  @Field(() => ID)
  id: string;

  @Field(() => String, { description: 'Its name in addresses: lower case, never changed.' })
  slug: string;

  @Field(() => String)
  name: string;

  @Field(() => Date)
  createdAt: Date;

  seatLimit: number | null;
}

export const TenantConnection = connectionOf('Tenant', () => Tenant);

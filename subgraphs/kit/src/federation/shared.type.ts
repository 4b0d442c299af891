import { Directive, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { CurrencyCode } from './scalars';

/** State of one person's or tenant's part in one back end. */
export const BackendState = { PENDING: 'PENDING', ACTIVE: 'ACTIVE', FROZEN: 'FROZEN', FAILED: 'FAILED', REMOVED: 'REMOVED' } as const;
export type BackendState = (typeof BackendState)[keyof typeof BackendState];
registerEnumType(BackendState, { name: 'BackendState', description: 'State of a part that lives in a back end.' });

@Directive('@shareable')
@ObjectType({ simpleResolvers: true, description: 'Where a page of a connection ends (Relay cursor connections).' })
export class PageInfo {
  @Field(() => Boolean)
  hasNextPage: boolean;

  @Field(() => String, { nullable: true })
  endCursor: string | null;
}

@Directive('@shareable')
@ObjectType({ simpleResolvers: true, description: 'An amount in the smallest unit of its currency.' })
export class Money {
  @Field(() => Int, { description: 'In minor units, such as cents.' })
  amountMinor: number;

  @Field(() => CurrencyCode)
  currency: string;
}

import type { MemberQuery } from './member.generated';

/** Everything the drawer knows of a member. */
export type MemberDetails = NonNullable<NonNullable<MemberQuery['tenant']>['member']>;

import type { MemberRowFragment } from './members.generated';

/** What an admin is about to do to a member; asked for in the list and in the drawer. */
export interface MemberDecision {
  readonly act: 'suspend' | 'resume' | 'remove' | 'reset-password' | 'sign-out' | 'change-address' | 'create-mailbox' | 'make-owner' | 'transfer-ownership';
  readonly member: MemberRowFragment;
}
